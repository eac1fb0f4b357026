// What happened, in the words of telemetry: sessions, conflicts and errors as events (TL-01, TL-03…TL-05, TL-13). Pure.

import type { EndedSession } from '../agent/session.ts';
import type { InboxStep } from '../conflicts/steps.ts';
import type { RowError } from '../replica/row-errors.ts';
import type { StoredSession } from '../replica/sessions.ts';
import { recordToJson } from '../sync/cell.ts';
import { problemTable, type ProblemCode } from '../sync/problem.ts';
import type { TableName } from '../sync/schema.ts';
import { failureOf, telemetryMode, type Level } from '../sync/telemetry.ts';
import type { Failure, NewTelemetry } from '../telemetry/event.ts';

/** The states that go with an event: can the hub and a network be reached? */
export interface Reach {
  readonly hubState: string;
  readonly networkState: string;
}

/** A session that has ended, its tables and its phases; the session's own event comes first. */
export function sessionEvents(
  ended: EndedSession,
  stored: Pick<StoredSession, 'scope' | 'trigger' | 'mode'>,
  { at, sync, reach }: { readonly at: Date; readonly sync: number; readonly reach: Reach },
): NewTelemetry[] {
  const { summary, problem, result } = ended;
  const mode = telemetryMode(stored);
  const shared = { at, mode, scope: stored.scope, session: ended.no, sync };
  const waited = summary.phases.reduce((sum, phase) => sum + phase.waited, 0);
  const isSmooth = result === 'done' && summary.short.length + summary.failedHub + summary.failedHere === 0;
  const level: Level = result === 'failed' ? 'error' : isSmooth ? 'info' : 'warning';
  const session: NewTelemetry = {
    ...shared,
    ...reach,
    name: 'concord.session',
    level,
    success: result === 'done',
    failure: problem && failure(problem, summary),
    durationMs: tenths(summary.ms),
    activeMs: tenths(summary.ms - waited),
    records: summary.uploaded + summary.downloaded,
    responseBytes: summary.bytesReceived,
    contentBytes: summary.bytesSent,
    ids: {
      trigger: stored.trigger,
      outcome: result,
      uploaded: summary.uploaded,
      downloaded: summary.downloaded,
      conflicts: summary.conflicts,
      failed: summary.failedHere + summary.failedHub,
      requests: summary.requests,
      repeats: summary.repeats,
    },
  };
  return [session, ...tableEvents(summary.tables, shared), ...phaseEvents(summary, shared)];
}

type Shared = Pick<NewTelemetry, 'at' | 'mode' | 'scope' | 'session' | 'sync'>;

/** One line for each table and direction in which anything went. */
function tableEvents(tables: EndedSession['summary']['tables'], shared: Shared): NewTelemetry[] {
  return tables.flatMap(({ table, sent, received }) =>
    (['received', 'sent'] as const).flatMap((direction): NewTelemetry[] => {
      const counts = direction === 'received' ? received : sent;
      if (counts.total === 0) return [];
      const { inserted, modified, deleted, unchanged, conflict, failed, skipped } = counts;
      return [
        {
          ...shared,
          isPart: true,
          name: direction === 'received' ? 'concord.table.download' : 'concord.table.upload',
          level: failed > 0 ? 'warning' : 'info',
          success: failed === 0,
          table: tableWord(table),
          records: counts.total,
          ids: {
            inserted,
            modified,
            deleted,
            unchanged,
            conflicted: conflict,
            failed,
            skipped,
          },
        },
      ];
    }),
  );
}

/** A phase happened when it ended. */
function phaseEvents({ phases, ms: whole }: EndedSession['summary'], shared: Shared): NewTelemetry[] {
  return phases.map(({ phase, start, ms, waited }) => ({
    ...shared,
    at: new Date(shared.at.getTime() - Math.max(whole - start - ms, 0)),
    isPart: true,
    name: 'concord.phase',
    level: 'verbose',
    phase,
    durationMs: tenths(ms),
    activeMs: tenths(ms - waited),
  }));
}

/** What a step of an entry is called; null = nothing that is told: the entry was only brought up to date. */
export function stepWord({ state, why }: Pick<InboxStep, 'state' | 'why'>): string | null {
  if (why === 'raised') return 'raised';
  if (why.startsWith('taken back') || state === 'undone') return 'undone';
  if (why === 'edited here again' || (why === 'hub-changed' && state !== 'reopened')) return null;
  return state;
}

/** A step of a conflict: time, side, table, phase, type and both versions; its later fate is told by what follows. */
export function conflictEvent(step: InboxStep, reach: Reach): NewTelemetry | null {
  const word = stepWord(step);
  if (word === null) return null;
  const needsSomebody = word === 'raised' || word === 'reopened' || word === 'parked';
  const isOurs = word === 'decided' || word === 'undone';
  return {
    ...reach,
    name: 'concord.conflict',
    level: needsSomebody ? 'warning' : 'info',
    at: new Date(step.at),
    table: tableWord(step.table),
    session: step.session,
    conflict: step.conflict,
    fate: step.state,
    ...(!isOurs && { phase: 'apply' }),
    ...(isOurs && { user: step.who }),
    ids: {
      step: word,
      // The hub's row came down and met ours here; what is done about it is done here too.
      side: 'here',
      conflictType: step.type,
      ...(isOurs && word === 'decided' && { kept: step.why.replace('keep ', '') }),
    },
    names: {
      columns: (JSON.parse(step.columns) as string[]).join(', '),
      theirUser: step.theirUser,
      theirDevice: step.theirDevice,
    },
    values: { key: short(step.key), base: short(step.base), mine: short(step.mine), theirs: short(step.theirs) },
  };
}

/** A record that could not be written, here or on the hub. */
export function errorEvent(error: RowError, reach: Reach): NewTelemetry {
  return {
    ...reach,
    name: 'concord.error',
    level: error.state === 'parked' ? 'error' : 'warning',
    at: new Date(error.lastAt),
    success: false,
    failure: failure(error, null),
    table: tableWord(error.table),
    session: error.session,
    phase: error.side === 'hub' ? 'hub' : 'apply',
    ids: { state: error.state, side: error.side, operation: error.kind, tries: error.tries },
    values: { key: short(JSON.stringify(recordToJson(error.key))) },
  };
}

function failure(
  problem: { readonly code: string; readonly message: string; readonly details?: string },
  session: { readonly bytesReceived: number } | null,
): Failure {
  const { code, message, details } = problem;
  const known: ProblemCode = isCode(code) ? code : 'row-refused';
  return { ...failureOf(known, session), code, message, details };
}

/** True for a code of Concord's own. */
export function isCode(text: string): text is ProblemCode {
  return Object.hasOwn(problemTable, text);
}

function tableWord({ schema, name }: TableName): string {
  return schema === '' ? name : `${schema}.${name}`;
}

function tenths(ms: number): number {
  return Math.max(Math.round(ms * 10) / 10, 0);
}

/** Letters of one cell that a line keeps; the inbox has it whole. */
const longest = 2000;

/** A version as JSON text, its long cells cut. */
function short(version: string | null): string | null {
  if (version === null || version.length <= longest) return version;
  return JSON.stringify(JSON.parse(version), (_, cell: unknown) =>
    typeof cell === 'string' && cell.length > longest ? `${cell.slice(0, longest)}… (${cell.length})` : cell,
  );
}
