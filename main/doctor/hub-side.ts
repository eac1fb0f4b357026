// The hub as the doctor asks it: as whom the replica knows it (what would come), and as a visitor who reads everything once.

import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { callAddress } from '../remote/address.ts';
import { createLooker, type Caller } from '../remote/caller.ts';
import { askEstimate } from '../remote/estimate.ts';
import { createHttpRemote } from '../remote/http-remote.ts';
import { createTransport } from '../remote/transport.ts';
import type { SelectedCount } from '../sync/counters.ts';
import type { HubAnswer, RemoteOrchestrator, RowBatch } from '../sync/orchestrator.ts';
import type { Scope, ScopeClient } from '../sync/scope.ts';

/** What the hub told. */
export interface HubSide {
  readonly scope: Scope;
  readonly isConcord: boolean;
  readonly policy: HubAnswer['policy'];
  readonly hubTime: bigint;
  /** What a session of the replica would bring it. */
  readonly waiting: readonly SelectedCount[];
  /** Every row of the scope, once. */
  rows(): AsyncIterable<RowBatch>;
  close(): Promise<void>;
}

/** How the hub is reached. */
export interface HubQuestion {
  readonly url: string;
  readonly scope: string;
  readonly token: string | null;
  readonly client: ScopeClient;
  readonly signal: AbortSignal;
}

/** A time after all others in a replica's 17 digits: a visitor who never comes again holds up no clean-up (L10). */
const afterAll = 99_991_231_235_959_999n;

/** Asks the hub; it notes a visitor of this replica's, the same each time, among its clients. */
export async function askHub(question: HubQuestion): Promise<HubSide> {
  const { client } = question;
  const { caller, remote, close } = reachHub(question);
  try {
    const waiting = client.isNew ? [] : await askEstimate(caller, client);
    const scope = await remote.openScope('first');
    const visitor = { ...client, id: visitorOf(client.id), lastSync: null, lastHubSync: null, isNew: true };
    const upload = { clientTime: afterAll, counts: [], batches: nobody, close: nothing };
    await remote.getOperation(visitor, null);
    const started = new Date();
    const answer = await remote.sendChanges({ scope, client: visitor, round: 'first', upload });
    const download = answer.download();
    return {
      scope,
      isConcord: remote.isConcord(),
      policy: answer.policy,
      hubTime: answer.hubTime,
      waiting,
      async *rows() {
        for (const part of download.parts) yield await download.read(part);
      },
      async close() {
        await download.end().catch(nothing);
        await download.close();
        await remote.endSession({ started, ended: new Date() });
        await close();
      },
    };
  } catch (thrown) {
    await close();
    throw thrown;
  }
}

const nothing = (): undefined => undefined;

// oxlint-disable-next-line eslint/no-empty-function -- a visitor sends no rows
async function* nobody(): AsyncGenerator<RowBatch> {}

interface Reached {
  readonly caller: Caller;
  readonly remote: RemoteOrchestrator;
  close(): Promise<void>;
}

function reachHub({ url, scope, token, client, signal }: HubQuestion): Reached {
  const spoolFolder = mkdtempSync(join(tmpdir(), 'concord-doctor-'));
  const address = callAddress(url, []);
  const transport = createTransport({
    url: address,
    scope,
    seconds: 120,
    signal,
    onCall: nothing,
    ...(token !== null && { token }),
  });
  const batchSizeKb = 2000;
  const caller = createLooker({ transport, scopeName: scope, url: address, batchSizeKb, signal });
  const remote = createHttpRemote({
    caller,
    scopeName: scope,
    parameters: client.parameters,
    batchSizeKb,
    spoolFolder,
    enter: nothing,
    sent: nothing,
    announced: nothing,
    arrived: nothing,
    blocked: nothing,
  });
  return {
    caller,
    remote,
    async close() {
      await transport.close();
      rmSync(spoolFolder, { recursive: true, force: true });
    },
  };
}

/** A guid made of the client's own. */
function visitorOf(client: string): string {
  const hex = createHash('sha256').update(`doctor of ${client.toLowerCase()}`).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}
