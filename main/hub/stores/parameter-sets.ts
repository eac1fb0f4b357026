// The parameter sets under which one client holds rows: a row that leaves one of them stays while another holds it.

import { fitParameters } from '../../sync/filter.ts';
import type { Parameter } from '../../sync/scope.ts';
import type { HubScope, SelectScope } from './store.ts';

/** A scope with the parameters of a client. */
export interface ParameterSet {
  readonly scope: HubScope;
  readonly parameters: readonly Parameter[];
}

/** Where a client stands, as it is stored: a scope and the parameters as they came. */
export interface StoredSet {
  readonly scopeNo: number;
  readonly hash: string;
  /** JSON. */
  readonly parameters: string;
}

/** The sets that a client holds besides the one that is asked for. What it gave up, or no longer fits its scope, holds nothing. */
export function otherSets<S extends HubScope & { readonly no: number }>(
  stored: readonly StoredSet[],
  scopes: readonly S[],
  own: Pick<SelectScope, 'hash' | 'sets'> & { readonly scopeNo: number },
): readonly ParameterSet[] {
  return stored.flatMap(({ scopeNo, hash, parameters }): ParameterSet[] => {
    const scope = scopes.find((item) => item.no === scopeNo);
    if (!scope || (scopeNo === own.scopeNo && hash === own.hash)) return [];
    if (own.sets && !own.sets.includes(hash)) return [];
    if (!scope.filters) return [{ scope, parameters: [] }];
    try {
      const given = JSON.parse(parameters) as Parameter[];
      return [{ scope, parameters: fitParameters(scope.filters.parameters, given) }];
    } catch {
      return [];
    }
  });
}
