// What the last contact with the hub shows: a light and a sentence (ST-04).

import type { Status } from '../bridge/use-status.ts';
import { slowMs } from '../format/contact.ts';

/** A light: full, half (an answer, but not the one wanted), off, or not known. */
export type Light = 'on' | 'half' | 'off' | 'unknown';

const silences: ReadonlySet<string> = new Set([
  'hub-unreachable',
  'hub-name-unknown',
  'hub-port-closed',
  'hub-no-answer',
]);

/** The hub's light. `status` and `code` are shown where they belong to the last contact. */
export function hubLight({ contact, connectivity }: Pick<Status, 'contact' | 'connectivity'>): {
  readonly light: Light;
  readonly says: 'notAsked' | 'offline' | 'answers' | 'slow' | 'refuses' | 'silent';
  readonly status: number | null;
  readonly code: string | null;
} {
  if (!contact) return { light: 'unknown', says: 'notAsked', status: null, code: null };
  const { status, code } = contact;
  if (connectivity === 'working-offline') return { light: 'unknown', says: 'offline', status: null, code: null };
  const silent = code !== null && silences.has(code);
  // After a failure the status is still that of the last call that went well.
  if (silent) return { light: 'off', says: 'silent', status: null, code };
  if (!contact.ok) return { light: 'half', says: 'refuses', status: null, code };
  if ((contact.ms ?? 0) > slowMs) return { light: 'half', says: 'slow', status, code: null };
  return { light: 'on', says: 'answers', status, code: null };
}
