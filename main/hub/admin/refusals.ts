// The hub's error set as its operator sees it: whose rows, what they held, why they were not taken (W-243, W-250).

import { mayRetry, type KeptRefusal } from '../stores/refusal-book.ts';
import type { HubStore } from '../stores/store.ts';

/** A refused row with the names of its client, as far as the hub still knows them. */
export interface RefusalInfo extends Omit<KeptRefusal, 'clientId' | 'scopeName'> {
  readonly client: string;
  readonly scope: string;
  readonly person: string | null;
  readonly device: string | null;
  /** False for one that would go over what others did since. */
  readonly mayRetry: boolean;
}

/** So many are listed. */
const listed = 500;

/** The newest refused rows, newest first, and how many there are. */
export async function listRefusals(
  store: HubStore,
  limit = listed,
): Promise<{ readonly errors: readonly RefusalInfo[]; readonly count: number }> {
  const [kept, count] = await Promise.all([store.refusals.list(limit), store.refusals.count()]);
  const clients = new Map((kept.length > 0 ? await store.clients() : []).map((row) => [row.id, row]));
  const errors = kept.map(({ clientId: client, scopeName: scope, ...entry }) => {
    const { user: person = null, device = null } = clients.get(client) ?? {};
    return { ...entry, client, scope, person, device, mayRetry: mayRetry(entry) };
  });
  return { errors, count };
}
