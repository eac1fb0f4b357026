// Records, conflicts and sessions as the terminal's JSON names them (CL-03).

import type { Entry } from '../conflicts/list.ts';
import type { EndedSession } from '../agent/session.ts';
import type { PendingRecord } from '../replica/pending.ts';
import { cellToJson, recordToJson, type Cell, type CellRecord, type JsonCell } from '../sync/cell.ts';
import type { TableName } from '../sync/schema.ts';
import type { CallOutput } from '../window/contract.ts';

/** A table's name in one word. */
export function tableWord(table: TableName): string {
  return table.schema === '' ? table.name : `${table.schema}.${table.name}`;
}

/** A conflict as one line of `conflicts list`. */
export function conflictWords(entry: Entry): Record<string, unknown> {
  const record = (version: CellRecord | null): Record<string, JsonCell> | null => version && recordToJson(version);
  const { decision } = entry;
  return {
    id: entry.no,
    table: tableWord(entry.table),
    key: recordToJson(entry.key),
    type: entry.type,
    state: entry.state,
    columns: entry.columns,
    base: record(entry.versions.base),
    mine: record(entry.versions.mine),
    theirs: record(entry.versions.theirs),
    decision: decision && { keep: decision.keep, by: decision.by, at: decision.at },
    session: entry.session,
    at: entry.raisedAt,
  };
}

/** A waiting record as one line of `pending`. */
export function pendingWords(item: PendingRecord): Record<string, unknown> {
  const cell = (value: Cell | undefined): JsonCell | undefined => (value === undefined ? undefined : cellToJson(value));
  return {
    table: tableWord(item.table),
    key: recordToJson(item.key),
    operation: item.operation,
    columns: item.columns.map(({ column, old, new: now }) => ({ column, old: cell(old), new: cell(now) })),
    ...(item.waitsFor !== null && { waitsFor: item.waitsFor }),
  };
}

/** A session that has ended, as `sync` tells it. */
export function sessionWords(session: EndedSession, status: CallOutput<'status.read'>): Record<string, unknown> {
  const { summary } = session;
  return {
    session: session.no,
    mode: summary.mode,
    uploaded: summary.uploaded,
    downloaded: summary.downloaded,
    appliedHere: summary.appliedHere,
    appliedHub: summary.appliedHub,
    failedHere: summary.failedHere,
    failedHub: summary.failedHub,
    resolvedHere: summary.resolvedHere,
    resolvedHub: summary.resolvedHub,
    conflicts: summary.conflicts,
    undecided: status.undecided,
    waiting: status.waiting,
    requests: summary.requests,
    bytesSent: summary.bytesSent,
    bytesReceived: summary.bytesReceived,
    ms: Math.round(summary.ms * 10) / 10,
  };
}

/** "n changes in m records", with the plurals right (AX-05). */
export function waitingWords({ changes, records }: { changes: number; records: number }): string {
  return `${count(changes, 'change')} in ${count(records, 'record')}`;
}

/** A number with its noun. */
export function count(number: number, noun: string): string {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;
}

/** A record's key in one line. */
export function keyWords(key: CellRecord): string {
  return Object.values(recordToJson(key)).map(String).join(', ');
}
