// The two hashes of the protocol: of a body (W-16, W-17) and of a replica's parameters (W-58).

import { createHash } from 'node:crypto';
import type { Parameter } from '../sync/scope.ts';

/** Parameter names are ordered as .NET orders texts: by language, not by code. */
const byName = new Intl.Collator('en');

/** Base64 of the SHA-256 of exactly the bytes sent, before any compression (W-16). A text counts as its UTF-8. */
export function bodyHash(body: Uint8Array | string): string {
  return createHash('sha256').update(body).digest('base64');
}

/** True if two hashes are the same, compared without case as stock does (W-17). */
export function sameHash(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** The hash that tells one parameter set of a replica from another; a constant where there are none (W-58). */
export function parametersHash(parameters: readonly Parameter[]): string {
  if (parameters.length === 0) return bodyHash('DefaultScope');
  const ordered = [...parameters].sort((a, b) => byName.compare(a.name, b.name));
  return bodyHash(ordered.map(({ name, value }) => `${name}.${valueText(value)}`).join(''));
}

/** A parameter's value as .NET spells it (W-59). */
function valueText(value: Parameter['value']): string {
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return String(value);
}
