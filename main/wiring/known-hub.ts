// Which hub a replica belongs to: named now or remembered, and known again at whatever address (SC-10, replica-other-hub).

import { callAddress, isLoopback, shownAddress } from '../remote/address.ts';
import type { Replica } from '../replica/replica.ts';
import { readSetting, saveSetting } from '../replica/settings.ts';
import { ConcordError } from '../sync/problem.ts';
import type { Parameter } from '../sync/scope.ts';
import { parametersHash } from '../wire/hash.ts';
import type { AppConfig } from '../config.ts';

const defaultScope = 'DefaultScope';

/** A replica and what its program was started with. */
export interface Belonging {
  readonly config: Pick<AppConfig, 'hub' | 'scope' | 'parameters'>;
  readonly replica: Replica;
}

/** The hub of this session: the one named now, else the remembered one. Throws `replica-not-connected`. */
export function hubAddress({ replica, config }: Belonging): string {
  const hub = config.hub ?? readSetting<string>(replica.reader, 'hub');
  if (hub === null) throw new ConcordError('replica-not-connected');
  return hub;
}

/** The scope of this replica. */
export function scopeName({ replica, config }: Belonging): string {
  return config.scope ?? readSetting<string>(replica.reader, 'scope') ?? defaultScope;
}

/** The parameters of this replica: those named now, else those of the last good session in the scope (PR-04). */
export function parametersOf({ replica, config }: Belonging): readonly Parameter[] {
  if (config.parameters) return config.parameters;
  const scope = scopeName({ replica, config });
  const last = readSetting<string>(replica.reader, 'parameters');
  const sets = replica.scopes().filter(({ name, syncedAt }) => name === scope && syncedAt !== null);
  return (sets.find(({ client }) => client.hash === last) ?? sets[0])?.client.parameters ?? [];
}

/** Throws `hub-address-invalid` for a named hub that is none. */
export function assertAddress({ hub }: Pick<AppConfig, 'hub'>): void {
  if (hub !== undefined) callAddress(hub, []);
}

/**
 * Another hub may serve the same tables: its time means nothing for what was heard of ours, and both sides would pass for
 * equal. Only a re-read takes its data over.
 */
export function assertKnownHub({ reader }: Replica, id: string, url: URL): void {
  const known = readSetting<string>(reader, 'hubId');
  if (known !== null && known !== id) throw new ConcordError('replica-other-hub', { url: shownAddress(url) });
}

/** A hub is remembered once a session with it has succeeded: a mistyped address never replaces a good one. */
export function rememberHub({ replica, config }: Belonging, id: string | null): void {
  if (id !== null) saveSetting(replica.db, 'hubId', id);
  if (config.hub !== undefined) saveSetting(replica.db, 'hub', config.hub);
  saveSetting(replica.db, 'scope', scopeName({ replica, config }));
  saveSetting(replica.db, 'parameters', parametersHash(parametersOf({ replica, config })));
}

/** True if the hub is this computer; then no network is needed. */
export function hubIsLocal({ replica, config }: Belonging): boolean {
  const hub = config.hub ?? readSetting<string>(replica.reader, 'hub');
  return hub !== null && isLoopback(callAddress(hub, []));
}
