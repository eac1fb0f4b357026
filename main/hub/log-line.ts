// What happens at a hub as lines of a log, JSON or plain (HB-09): never a value of a row, never a secret.

import { ConcordError, problemFrom } from '../sync/problem.ts';
import type { RefusedRow } from '../sync/orchestrator.ts';
import type { HubEvent } from './events.ts';
import { codeOf } from './metrics.ts';

/** The fields of a line beside its time. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | readonly string[]>> & {
  readonly level: 'info' | 'warning' | 'error';
  readonly event: string;
};

/** A line of JSON. */
export function jsonLine(at: Date, fields: LogFields): string {
  return JSON.stringify({ at: at.toISOString(), ...fields });
}

/** What a line says of an event. */
export function fieldsOf(event: HubEvent): LogFields {
  if (event.kind === 'opened')
    return { level: 'info', event: 'session.opened', session: event.session, scope: event.scope };
  if (event.kind === 'ended')
    return {
      level: event.error === null ? 'info' : 'warning',
      event: 'session.ended',
      session: event.session,
      good: event.error === null,
    };
  if (event.kind === 'lost')
    return { level: 'warning', event: 'session.lost', session: event.session, client: event.outcome.client };
  if (event.kind === 'exchanged') return exchangedFields(event);
  if (event.kind === 'failed') return failedFields(event);
  if (event.kind === 'set-aside') return asideFields(event);
  if (event.kind === 'behind')
    return { level: 'warning', event: 'client.behind', session: event.session, client: event.client };
  const tables = [...new Set(event.rows.map(({ table }) => table.name))];
  return { level: 'warning', event: 'rows.unsent', session: event.session, rows: event.rows.length, tables };
}

function exchangedFields({ session, client, applied, selected }: HubEvent & { kind: 'exchanged' }): LogFields {
  const sum = (counts: readonly number[]): number => counts.reduce((total, one) => total + one, 0);
  return {
    level: 'info',
    event: 'session.exchanged',
    session,
    client,
    received: applied[0]?.received ?? 0,
    applied: sum(applied.map((count) => count.applied)),
    conflicts: sum(applied.map((count) => count.resolved)),
    refused: sum(applied.map((count) => count.failed)),
    sent: sum(selected.map(({ upserts, deletes }) => upserts + deletes)),
  };
}

/** L9: which records they are; their values lie in the hub's error set. */
function asideFields({ session, client, rows }: HubEvent & { kind: 'set-aside' }): LogFields {
  return { level: 'warning', event: 'rows.set-aside', session, client, rows: rows.length, keys: keysOf(rows) };
}

/** The first hundred: `item 7`. */
function keysOf(rows: readonly RefusedRow[]): string[] {
  return rows.slice(0, 100).map(({ table, key }) => `${table.name} ${key.map(String).join(', ')}`);
}

/** The same for people. */
export function asideLine(at: Date, { client, rows }: HubEvent & { kind: 'set-aside' }): string {
  return `${at.toISOString()} The client ${client} was away for longer than the hub remembers. What it sent of these records lies in the hub’s error set: ${keysOf(rows).join('; ')}`;
}

/** L20, L21, for people. */
export function behindLine(at: Date, { client }: HubEvent & { kind: 'behind' }): string {
  return `${at.toISOString()} The client ${client} has heard less than it once had: its file is an older copy, or in use twice.`;
}

/** Of a failure its code; of one that nobody has foreseen where it came from. What an error says may hold values. */
function failedFields({ session, reference, thrown }: HubEvent & { kind: 'failed' }): LogFields {
  const isKnown = thrown instanceof ConcordError;
  const frames = isKnown || !(thrown instanceof Error) ? [] : framesOf(thrown);
  return {
    level: isKnown ? 'warning' : 'error',
    event: 'call.failed',
    code: codeOf(thrown),
    ...(session !== undefined && { session }),
    ...(reference !== null && { reference }),
    ...(frames.length > 0 && { frames }),
  };
}

function framesOf({ stack = '' }: Error): string[] {
  return stack
    .split('\n')
    .filter((line) => line.startsWith('    at '))
    .slice(0, 8)
    .map((line) => line.trim().replace(/\(?(file:\/\/)?[^\s()]*\/((main|node_modules)\/)/, '($2'));
}

/** A failure for people: one line; the reference is the one that the client was told. */
export function plainLine(
  at: Date,
  { thrown, reference }: { readonly thrown: unknown; readonly reference: string | null },
): string {
  const { code, message, details } = problemFrom(thrown);
  const parts = [at.toISOString(), message, `[${code}]`, reference && `reference ${reference}`];
  const line = parts.filter((part) => part !== null).join(' ');
  return code === 'unexpected' && details !== undefined ? `${line}\n${details}` : line;
}
