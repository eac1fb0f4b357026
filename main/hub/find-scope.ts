// A scope by its name (W-13).

import type { Scope } from '../sync/scope.ts';

/** The scope of exactly that name, else of that name in any case. */
export function findScope<S extends Scope>(scopes: readonly S[], name: string): S | undefined {
  const lower = name.toLowerCase();
  return scopes.find((scope) => scope.name === name) ?? scopes.find((scope) => scope.name.toLowerCase() === lower);
}
