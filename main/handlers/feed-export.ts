// The history of sessions as a file, part by part: the whole filtered range, whatever the list has loaded (FD-07).

import type { SessionFilter } from '../replica/session-filter.ts';
import { listLines, type SessionLineRow } from '../replica/session-lines.ts';
import type { Reader } from '../sqlite/database.ts';
import { csvLine } from '../sync/csv.ts';

/** What a file is to hold; without `upTo` whatever there is when it is written. */
export interface FeedExport {
  readonly filter: SessionFilter;
  readonly format: 'csv' | 'ndjson';
  /** The number of the newest session to write: those that start meanwhile are left for the next file. */
  readonly upTo?: number | undefined;
}

/** The name of the file and the newest session that it will hold; 0 where there is none. */
export function feedExportPlan(reader: Reader, { format, upTo }: FeedExport): { file: string; upTo: number } {
  const newest = Number(reader.value(`select max(session) from _concord_session_line`) ?? 0);
  return { file: `concord-sessions.${format}`, upTo: Math.min(upTo ?? newest, newest) };
}

/** The members of a line in the order of the columns (FD-02). */
const columns = [
  'session',
  'started',
  'ended',
  'scope',
  'mode',
  'trigger',
  'result',
  'sent',
  'accepted',
  'received',
  'written',
  'conflicts',
  'failed',
  'skipped',
  'durationMs',
  'activeMs',
  'bytesUp',
  'bytesDown',
  'tries',
  'code',
  'message',
] as const;

/** A part of the file, newest sessions first. It follows the session `after`; at 0 the file begins, a CSV file with its heads. */
export function feedExportPart(
  reader: Reader,
  { filter, format, upTo = Number.MAX_SAFE_INTEGER }: FeedExport,
  { after, limit }: { readonly after: number; readonly limit: number },
): { text: string; last: number; done: boolean } {
  const rows = listLines(reader, filter, { limit, before: after === 0 ? undefined : after });
  const lines = rows.filter(({ no }) => no <= upTo).map(exported);
  const texts =
    format === 'csv'
      ? lines.map((line) => csvLine(columns.map((name) => line[name])))
      : lines.map((line) => `${JSON.stringify(line)}\n`);
  const heads = format === 'csv' && after === 0 ? csvLine(columns) : '';
  return { text: heads + texts.join(''), last: rows.at(-1)?.no ?? after, done: rows.length < limit };
}

function exported(row: SessionLineRow): Readonly<Record<(typeof columns)[number], string | number | null>> {
  return {
    session: row.no,
    started: row.started,
    ended: row.ended,
    scope: row.scope,
    mode: row.mode,
    trigger: row.trigger,
    result: row.result,
    sent: row.sent,
    accepted: row.accepted,
    received: row.received,
    written: row.written,
    conflicts: row.conflicts,
    failed: row.failed,
    skipped: row.skipped,
    durationMs: row.ms,
    activeMs: row.active_ms,
    bytesUp: row.bytes_up,
    bytesDown: row.bytes_down,
    tries: row.tries,
    code: row.code,
    message: row.message,
  };
}
