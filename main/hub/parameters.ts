// The parameters under which a caller gets its rows: what it asks for, bound by what its token says (PR-04, HB-04, W-261).

import { fitParameters, fitValue, isNamed } from '../sync/filter.ts';
import { ConcordError } from '../sync/problem.ts';
import type { Parameter, ScopeClient } from '../sync/scope.ts';
import { parametersText } from './stores/client-notes.ts';
import type { HubScope, HubStore } from './stores/store.ts';
import type { Pinned } from './stores/token-book.ts';

/** Who asks under which parameters; null = no token, or one that pins none. */
export interface Asking {
  readonly client: Pick<ScopeClient, 'parameters'>;
  readonly pinned: Pinned | null;
}

/**
 * the parameters in the scope's terms. A pinned one is set where it is not given; another value than the pinned one is
 * refused, and so is a scope that has no such parameter. Throws `parameters-refused`. What is given for a scope without
 * filters means nothing, as with stock.
 */
export function parametersFor(scope: HubScope, { client, pinned }: Asking): readonly Parameter[] {
  const known = scope.filters?.parameters ?? [];
  const bound = Object.entries(pinned ?? {}).map(([name, value]) => {
    const parameter = known.find((item) => isNamed(item, name));
    if (!parameter) throw refused(`the token is bound to ${name}, by which the scope ${scope.name} does not filter`);
    return { name: parameter.name, value: fitValue(parameter, value) };
  });
  if (!scope.filters) return [];
  const asked = client.parameters.filter(({ name }) => known.some((item) => isNamed(item, name)));
  const unsaid = bound.filter(({ name }) => !asked.some((item) => isNamed(item, name)));
  const fitted = fitParameters(known, [...client.parameters, ...unsaid]);
  for (const { name, value } of bound) {
    const own = fitted.find((item) => item.name === name);
    if (own && String(own.value) !== String(value)) throw refused(`the token is bound to another value of ${name}`);
  }
  return fitted;
}

/**
 * True if a client's rows were last chosen under other pinned values: its own watermark says nothing of these, so it has to
 * read everything anew.
 */
export async function isPinnedAnew(
  store: HubStore,
  scope: HubScope,
  { client, pinned }: Asking & { readonly client: ScopeClient },
): Promise<boolean> {
  if (!pinned || client.lastHubSync === null) return false;
  const rows = await store.findClient(client.id);
  const own = rows.find((row) => row.scopeName === scope.name && row.hash === client.hash);
  const fitted = parametersFor(scope, { client, pinned });
  return own !== undefined && parametersText(own.parameters) !== parametersText(fitted);
}

function refused(reason: string): ConcordError {
  return new ConcordError('parameters-refused', { reason }, reason);
}
