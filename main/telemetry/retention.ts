// What is kept how long (TL-10): events by days and number, day totals 400 days. Older events go in short slices; their day
// totals were written with them and stay. What went, and when, is noted.

import { createSlices } from '../sqlite/slices.ts';
import { dayOf } from './day-totals.ts';
import type { LogFile } from './log-file.ts';
import { saveNote } from './notes.ts';
import { keepTotalDays, type TelemetrySettings } from './settings.ts';

/** What a cleaning took away: so many events, all from before an instant. */
export interface Cleaned {
  readonly at: string;
  readonly events: number;
  readonly before: string;
}

const dayMs = 86_400_000;
const sliceEvents = 1000;

/** Takes away what is due, a slice at a time; resolves with what went, null if nothing was due. */
export async function clean(
  { db }: LogFile,
  settings: TelemetrySettings,
  { now, isClosed }: { readonly now: Date; isClosed(): boolean },
): Promise<Cleaned | null> {
  const oldest = now.getTime() - settings.keepDays * dayMs;
  const slices = createSlices();
  let events = 0;
  let before = oldest;
  for (;;) {
    if (isClosed()) break;
    const due = nextDue(db, settings, oldest);
    if (due === null) break;
    before = Math.max(before, due.at + 1);
    events += db.run(`delete from telemetry where no <= ?`, due.no).changes;
    await slices.pause();
  }
  if (isClosed()) return null;
  db.run(`delete from telemetry_day where day < ?`, dayOf(now.getTime() - keepTotalDays * dayMs));
  db.run(`delete from telemetry_gap where until < ?`, new Date(now.getTime() - keepTotalDays * dayMs).toISOString());
  if (events === 0) return null;
  const cleaned = { at: now.toISOString(), events, before: new Date(before).toISOString() };
  saveNote(db, 'cleaned', JSON.stringify(cleaned));
  return cleaned;
}

/** The end of the next slice: the oldest events that are too old, or too many. Numbers stay without holes. */
function nextDue(
  db: LogFile['db'],
  { keepEvents }: TelemetrySettings,
  oldest: number,
): { readonly no: number; readonly at: number } | null {
  const row = db.get<{ first: number | null; last: number | null }>(
    `select (select min(no) from telemetry) as first, (select max(no) from telemetry) as last`,
  );
  if (!row || row.first === null || row.last === null) return null;
  const tooMany = row.last - keepEvents;
  const end = Math.min(row.first + sliceEvents - 1, row.last);
  const tooOld =
    Number(
      // Up to the first that is young enough: an event that was recorded late goes with its neighbours.
      db.value(
        `select coalesce(min(no), ?) from telemetry where no between ? and ? and at >= ?`,
        end + 1,
        row.first,
        end,
        oldest,
      ),
    ) - 1;
  const no = Math.max(tooOld, Math.min(tooMany, end));
  if (no < row.first) return null;
  return { no, at: Number(db.value(`select max(at) from telemetry where no between ? and ?`, row.first, no)) };
}
