// What a recorded event carries, in one line.

import type { CallOutput } from '../../main/window/contract.ts';

/** A recorded event. */
export type RecordedEvent = CallOutput<'feed.events'>[number];

/** "phase upload, rows 12": zeros, empty values and nested parts are left out. */
export function eventText(data: RecordedEvent['data']): string {
  return Object.entries(data)
    .filter(([, value]) => isTelling(value))
    .map(([name, value]) => `${name} ${typeof value === 'object' ? codeOf(value) : figure(value)}`)
    .join(', ');
}

function isTelling(value: unknown): boolean {
  return value !== null && value !== undefined && value !== '' && value !== 0;
}

function codeOf(value: object | null): string {
  return value && 'code' in value ? String(value.code) : JSON.stringify(value);
}

function figure(value: unknown): string {
  return typeof value === 'number' && !Number.isInteger(value) ? String(Math.round(value)) : String(value);
}
