// Scope clients and parameters between the wire and the domain (§6, W-58, W-79).

import type { Parameter, ScopeClient } from '../sync/scope.ts';
import { numberCell } from './cell-readers.ts';
import { isJsonNumber } from './numbers.ts';
import type { SyncParameter } from './messages/context.ts';
import type { ScopeInfoClient } from './messages/scope-info.ts';
import { JsonNumber } from './json-value.ts';

/** A scope client from ScopeInfoClient. */
export function scopeClientFromWire(client: ScopeInfoClient): ScopeClient {
  return {
    id: client.id,
    scopeName: client.n,
    hash: client.h,
    parameters: parametersFromWire(client.p),
    lastSync: client.lst,
    lastHubSync: client.lsst,
    isNew: client.in,
  };
}

/** A scope client as ScopeInfoClient; no parameters are null, as stock writes them. */
export function scopeClientToWire(client: ScopeClient): ScopeInfoClient {
  return {
    id: client.id,
    n: client.scopeName,
    h: client.hash,
    lst: client.lastSync,
    lsst: client.lastHubSync,
    in: client.isNew,
    p: client.parameters.length === 0 ? null : parametersToWire(client.parameters),
  };
}

/** Parameters from `p` or a context's `ps`; missing and null mean none (W-38). */
export function parametersFromWire(parameters: readonly SyncParameter[] | null | undefined): readonly Parameter[] {
  return (parameters ?? []).map(({ pn, v }) => ({ name: pn, value: isJsonNumber(v) ? numberCell(v) : v }));
}

/** Parameters for `p` or a context's `ps`. */
export function parametersToWire(parameters: readonly Parameter[]): readonly SyncParameter[] {
  return parameters.map(({ name, value }) => ({
    pn: name,
    v: typeof value === 'bigint' ? new JsonNumber(String(value)) : value,
  }));
}
