// A session of a hub's client, in the words of telemetry (HB-09, TL-01, TL-03…TL-05, TL-13). Pure.

import { createHash } from 'node:crypto';
import type { TableOutcome } from '../hub/exchanged.ts';
import type { SessionOutcome } from '../hub/session-outcome.ts';
import { cellToJson } from '../sync/cell.ts';
import type { RefusedRow } from '../sync/orchestrator.ts';
import { problemTable } from '../sync/problem.ts';
import type { TableName } from '../sync/schema.ts';
import { failureOf, type TelemetryMode } from '../sync/telemetry.ts';
import type { Failure, NewTelemetry } from '../telemetry/event.ts';
import { isCode } from './telemetry-events.ts';

/** A session that is over, as the hub heard of it. */
export interface HubSessionEnd {
  /** Its id on the wire. */
  readonly session: string;
  readonly outcome: SessionOutcome;
  readonly result: 'done' | 'failed' | 'lost';
  /** What the client said of its failure; null = nothing. */
  readonly error: string | null;
  /** Code of the call that the hub failed last in it; null = none. */
  readonly failed: string | null;
  readonly at: Date;
  /** Number of the first try of this pass: tries share their `syncId` up to the one that succeeds. */
  readonly sync: number;
}

/** Refused records of one session that have a line each; beyond them the counts tell. */
const mostErrors = 200;

/** The session, its tables, conflicts and refused records; the session's own event comes first. */
export function hubSessionEvents(end: HubSessionEnd): NewTelemetry[] {
  const { outcome, result, at, sync, session } = end;
  const { flavor, version } = programOf(outcome.software);
  const shared: Shared = {
    at,
    sync,
    session: sessionNumber(session),
    scope: outcome.scope,
    mode: outcome.mode && modes[outcome.mode],
    user: short(outcome.person ?? outcome.identity, longestName),
    peer: { device: short(outcome.device, longestName), flavor, version },
  };
  const { tables } = outcome;
  const uploaded = sum(tables, ({ received }) => received?.rows);
  const downloaded = sum(tables, ({ sent }) => sent && sent.upserts + sent.deletes);
  const conflicts = sum(tables, ({ received }) => received?.conflicts);
  const failed = sum(tables, ({ received }) => received?.failed);
  const failure = failureIn(end);
  const isGrave = failure !== null && failure.failureType !== 'EXPECTED_ERROR';
  return [
    {
      ...shared,
      name: 'concord.session',
      level: isGrave ? 'error' : failure || failed > 0 ? 'warning' : 'info',
      success: result === 'done',
      failure,
      durationMs: tenths(outcome.ms),
      activeMs: tenths(outcome.activeMs),
      records: uploaded + downloaded,
      ids: { outcome: result, uploaded, downloaded, conflicts, failed, clientId: outcome.client },
    },
    ...tables.flatMap((table) => tableEvents(table, outcome, shared)),
    ...errorEvents(outcome, shared),
  ];
}

/** A session's id as a number of 48 bits: the end of its `activityId`. */
export function sessionNumber(id: string): number {
  const end = /[0-9a-f]{12}$/i.exec(id)?.[0] ?? createHash('sha256').update(id).digest('hex').slice(0, 12);
  return Number.parseInt(end, 16);
}

type Shared = Pick<NewTelemetry, 'at' | 'sync' | 'session' | 'scope' | 'mode' | 'user' | 'peer'>;

const modes: Readonly<Record<NonNullable<SessionOutcome['mode']>, TelemetryMode>> = {
  first: 'FIRST_SYNC',
  reinitialize: 'FIRST_SYNC',
  'reinitialize-with-upload': 'FIRST_SYNC',
  delta: 'DELTA_SYNC',
};

/** One line for each direction in which anything went, and one for its conflicts. */
function tableEvents({ table, received, sent }: TableOutcome, outcome: SessionOutcome, shared: Shared): NewTelemetry[] {
  const { client: clientId, policy } = outcome;
  const of = { ...shared, table: tableWord(table) };
  const events: NewTelemetry[] = [];
  if (sent)
    events.push({
      ...of,
      name: 'concord.table.download',
      level: 'info',
      success: true,
      records: sent.upserts + sent.deletes,
      ids: { upserted: sent.upserts, deleted: sent.deletes, clientId },
    });
  if (!received) return events;
  const { rows, upserted, deleted, conflicts, failed } = received;
  events.push({
    ...of,
    name: 'concord.table.upload',
    level: failed > 0 ? 'warning' : 'info',
    success: failed === 0,
    records: rows,
    ids: { upserted, deleted, conflicted: conflicts, failed, clientId },
  });
  // The hub settles conflicts as it meets them and keeps no entry of each; the replica's inbox has both versions.
  if (conflicts > 0)
    events.push({
      ...of,
      name: 'concord.conflict',
      level: 'info',
      phase: 'hub',
      records: conflicts,
      ids: { side: 'hub', step: 'settled', kept: policy, clientId },
    });
  return events;
}

/**
 * A line for each refused record, and one a table for those that are only counted: of a client that keeps none itself they lie
 * in the hub's error set.
 */
function errorEvents({ client: clientId, refused, tables }: SessionOutcome, shared: Shared): NewTelemetry[] {
  const error = (table: TableName, { code, message }: Pick<RefusedRow, 'code' | 'message'>): NewTelemetry => ({
    ...shared,
    name: 'concord.error',
    level: 'warning',
    success: false,
    failure: { ...failureOf(isCode(code) ? code : 'row-refused'), code, message: short(message, longestMessage) ?? '' },
    table: tableWord(table),
    phase: 'hub',
    ids: { side: 'hub', clientId },
  });
  const lines = refused.slice(0, mostErrors);
  const own = lines.map((row) => {
    const { ids, ...rest } = error(row.table, row);
    const values = { key: short(JSON.stringify(row.key.map(cellToJson)), longestMessage) };
    return { ...rest, ids: { ...ids, operation: row.kind }, values };
  });
  const counted = tables.flatMap(({ table, received }) => {
    const told = lines.filter((row) => tableWord(row.table) === tableWord(table)).length;
    const records = (received?.failed ?? 0) - told;
    return records > 0 ? [{ ...error(table, { code: 'row-refused', message: '' }), records }] : [];
  });
  return [...own, ...counted];
}

/** The hub's own failure tells more than what its client made of it. */
function failureIn({ result, error, failed }: HubSessionEnd): Failure | null {
  if (result === 'done') return null;
  if (result === 'lost')
    return { ...failureOf('replica-silent'), code: 'replica-silent', message: problemTable['replica-silent'].says };
  const message = short(error, longestMessage) ?? '';
  const told = /^([a-z]+(?:-[a-z]+)*): /.exec(message)?.[1];
  const code = failed ?? (told !== undefined && isCode(told) ? told : 'replica-failed');
  return { ...failureOf(isCode(code) ? code : 'replica-failed'), code, message };
}

/** `Dotmim.Sync 1.3.0` is a program and its version. */
function programOf(software: string | null): { readonly flavor: string | null; readonly version: string | null } {
  const [flavor = null, version = null] = short(software, longestName)?.split(' ') ?? [];
  return { flavor, version };
}

/** What clients say of themselves may be of any length. */
const longestName = 200;
const longestMessage = 2000;

function short(text: string | null, longest: number): string | null {
  return text === null || text.length <= longest ? text : `${text.slice(0, longest)}…`;
}

function sum(tables: readonly TableOutcome[], of: (table: TableOutcome) => number | null | undefined): number {
  return tables.reduce((total, table) => total + (of(table) ?? 0), 0);
}

function tableWord({ schema, name }: TableName): string {
  return schema === '' ? name : `${schema}.${name}`;
}

function tenths(ms: number): number {
  return Math.max(Math.round(ms * 10) / 10, 0);
}
