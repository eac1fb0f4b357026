// What a first download is to bring, asked before it begins (PR-05, W-124).

import { callAddress } from '../remote/address.ts';
import { createLooker } from '../remote/caller.ts';
import { countFirst } from '../remote/estimate.ts';
import { createTransport } from '../remote/transport.ts';
import { parametersHash } from '../wire/hash.ts';
import { hubAddress, parametersOf, scopeName } from './known-hub.ts';
import type { Wiring } from './session-parts.ts';

/** The rows that the hub has for a replica that never synchronised; null for another one, or where it cannot say. */
export async function askFirst(
  { config, token, replica }: Pick<Wiring, 'config' | 'token' | 'replica'>,
  signal: AbortSignal,
): Promise<number | null> {
  // Who moves here from other scopes has most of it.
  if (config.from && config.from.length > 0) return null;
  const scope = scopeName({ replica, config });
  const parameters = parametersOf({ replica, config });
  const hash = parametersHash(parameters);
  const known = replica.scopes().find(({ name, client }) => name === scope && client.hash === hash);
  if (known && !known.client.isNew) return null;
  const url = callAddress(hubAddress({ replica, config }), parameters);
  const bearer = token.now();
  const transport = createTransport({
    url,
    scope,
    seconds: config.answerSeconds ?? 30,
    signal,
    onCall: () => undefined,
    ...(bearer !== undefined && { token: bearer }),
  });
  const caller = createLooker({ transport, scopeName: scope, url, signal });
  try {
    return await countFirst(caller, scope, parameters);
  } catch {
    // What stands in the way is the session's to tell.
    return null;
  } finally {
    await transport.close();
  }
}
