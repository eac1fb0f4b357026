// The history of sessions as a file, part by part: the whole filtered range, whatever the list has loaded (FD-07).

import type { SessionFilter } from '../replica/session-filter.ts';
import { listLines, type SessionLineRow } from '../replica/session-lines.ts';
import type { Reader } from '../sqlite/database.ts';
import { csvLine } from './csv.ts';

/** What a part is asked for; `before` is `last` of the part above. */
export interface FeedExport {
  readonly filter: SessionFilter;
  readonly format: 'csv' | 'ndjson';
  readonly limit: number;
  readonly before?: number | undefined;
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

/** A part of the file, newest sessions first; the first part of a CSV file begins with the heads. */
export function feedExportPart(
  reader: Reader,
  { filter, format, limit, before }: FeedExport,
): { text: string; last: number | null; done: boolean } {
  const rows = listLines(reader, filter, { limit, before });
  const lines = rows.map(exported);
  const texts =
    format === 'csv'
      ? lines.map((line) => csvLine(columns.map((name) => line[name])))
      : lines.map((line) => `${JSON.stringify(line)}\n`);
  const heads = format === 'csv' && before === undefined ? csvLine(columns) : '';
  return { text: heads + texts.join(''), last: rows.at(-1)?.no ?? null, done: rows.length < limit };
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
