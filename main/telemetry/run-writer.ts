// The runs that events belong to while they are written: this program's own, and of a hub one for each client's (TL-02).

import type { Writer } from '../sqlite/database.ts';
import { clients } from '../sync/telemetry.ts';
import type { TotalKey } from './day-totals.ts';
import type { NewTelemetry } from './event.ts';
import { factsOf, factsOfPeer, insertRun, type Identity, type RunFacts } from './run.ts';
import type { Words } from './words.ts';

/** A run, what the day totals of its events are kept by, and the number of who did it. */
export interface RunOfEvent {
  readonly no: number;
  readonly totals: Pick<TotalKey, 'client' | 'version' | 'system'>;
  readonly user: number;
}

/** The runs; each is stored with its first event. The caller holds a write transaction. */
export interface RunWriter {
  of(event: Pick<NewTelemetry, 'peer' | 'user'>): RunOfEvent;
  /** True once this program's own run is stored. */
  readonly hasBegun: boolean;
  /** The transaction was rolled back: runs that were stored before stay known if `keepsOwn`. */
  forget(keepsOwn: boolean): void;
}

const mostPeers = 20_000;

/** Runs of a program of this identity. */
export function createRunWriter(db: Writer, words: Words, identity: Identity): RunWriter {
  const { client } = identity;
  const ownFacts = factsOf(identity);
  const peers = new Map<string, Run>();
  let own: Run | null = null;
  const store = (user: string | null, facts: RunFacts): Run => ({
    no: insertRun(db, words, { user, client, facts }),
    totals: {
      client: clients.indexOf(client),
      version: words.number(facts.appVersion),
      system: facts.osName === undefined ? 0 : words.number(`${facts.osName} ${facts.osVersion ?? ''}`),
    },
  });
  return {
    of({ peer, user = null }) {
      if (!peer) {
        own ??= store(identity.user, ownFacts);
        return { ...own, user: words.number(user ?? identity.user) };
      }
      const key = JSON.stringify([user, peer.device, peer.flavor, peer.version]);
      const run = peers.get(key) ?? store(user, factsOfPeer(peer));
      if (peers.size >= mostPeers) peers.clear();
      peers.set(key, run);
      return { ...run, user: words.number(user) };
    },
    get hasBegun() {
      return own !== null;
    },
    forget(keepsOwn) {
      if (!keepsOwn) own = null;
      peers.clear();
    },
  };
}

type Run = Pick<RunOfEvent, 'no' | 'totals'>;
