// Writes telemetry: each batch in one transaction with its day totals and its words (TL-01, TL-10, TL-13).

import type { SqlValue } from '../sqlite/database.ts';
import { eventNames, levels, modes } from '../sync/telemetry.ts';
import { createTally, dayOf, saveTally, type Tally, type TotalKey } from './day-totals.ts';
import { insertTelemetry, noDuration, type Facts, type NewTelemetry } from './event.ts';
import { factNames } from './facts.ts';
import { createKindWriter, noError, successes, type KindNumbers } from './kind.ts';
import type { LogFile } from './log-file.ts';
import { readNote, saveNote } from './notes.ts';
import type { Identity } from './run.ts';
import { createRunWriter } from './run-writer.ts';
import type { Words } from './words.ts';

/** What the writer is made of. */
export interface WriterParts {
  readonly file: LogFile;
  readonly words: Words;
  readonly identity: Identity;
  /** Takes passwords and tokens out of a text. */
  scrub(text: string): string;
}

/** How far something was followed: several programs may follow it, each event is written once. */
export interface Mark {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** The writer of one run. */
export interface TelemetryWriter {
  /** Writes a batch; all of it or nothing. With a mark, only where that has not moved; it moves with the batch. */
  write(events: readonly NewTelemetry[], mark?: Mark): void;
}

/** A writer; its run is stored with the first batch. */
export function createWriter({ file, words, identity, scrub }: WriterParts): TelemetryWriter {
  const { db } = file;
  const insert = db.statement(insertTelemetry);
  const runs = createRunWriter(db, words, identity);
  let kindOf = createKindWriter(db);
  const parents = createParents();
  const writeAll = (events: readonly NewTelemetry[]): void => {
    const tally = createTally();
    let first = 0;
    for (const event of events) {
      const { no: run, totals, user } = runs.of(event);
      const parent = event.isPart ? first : parents.of(event);
      const numbers = numbersOf(event, user, words);
      const { lastInsertRowid } = insert.run(...cellsOf(event, { run, kind: kindOf(numbers), parent, scrub }));
      const no = Number(lastInsertRowid);
      if (first === 0) first = no;
      parents.note(event, no);
      if (event.conflict !== undefined) tellFate(file, event, no);
      addTo(tally, event, { ...totals, ...numbers });
    }
    saveTally(db, tally);
  };
  return {
    write(events, mark) {
      if (events.length === 0 && !mark) return;
      const { hasBegun } = runs;
      db.exec('begin immediate');
      try {
        if (!mark || Number(readNote(db, mark.name)) === mark.from) {
          if (mark) saveNote(db, mark.name, String(mark.to));
          if (events.length > 0) writeAll(events);
        }
        db.exec('commit');
      } catch (thrown) {
        if (db.inTransaction) db.exec('rollback');
        // What was stored with it is gone too.
        runs.forget(hasBegun);
        words.forget();
        kindOf = createKindWriter(db);
        throw thrown;
      }
    },
  };
}

interface Context {
  readonly run: number;
  readonly kind: number;
  readonly parent: number | null;
  scrub(text: string): string;
}

function cellsOf(event: NewTelemetry, { run, kind, parent, scrub }: Context): SqlValue[] {
  const { failure } = event;
  return [
    event.at.getTime(),
    run,
    kind,
    event.session ?? null,
    event.sync ?? null,
    parent,
    event.conflict ?? null,
    event.durationMs ?? noDuration,
    event.activeMs ?? null,
    event.records ?? null,
    event.responseBytes ?? null,
    event.contentBytes ?? null,
    event.fate ?? null,
    failure ? scrub(failure.message) : null,
    failure?.details === undefined ? null : scrub(failure.details),
    members('ids', event.ids, scrub),
    members('names', event.names, scrub),
    members('values', event.values, scrub),
  ];
}

/** The words of an event by their numbers. */
function numbersOf(event: NewTelemetry, user: number, words: Words): KindNumbers {
  return {
    name: eventNames.indexOf(event.name),
    level: levels.indexOf(event.level),
    user,
    tbl: words.number(event.table),
    mode: event.mode ? modes.indexOf(event.mode) : -1,
    success: event.success === undefined ? successes.none : Number(event.success),
    error: event.failure?.errorCode ?? noError,
    code: words.number(event.failure?.code),
    scope: words.number(event.scope),
    phase: words.number(event.phase),
    hub_state: words.number(event.hubState),
    network_state: words.number(event.networkState),
  };
}

/** Facts as the inside of a JSON object, in the order of their names: an export joins them to the rest. */
function members<Kind extends keyof typeof factNames>(
  kind: Kind,
  facts: Facts<Kind> | undefined,
  scrub: (text: string) => string,
): string | null {
  if (!facts) return null;
  let text = '';
  for (const name of factNames[kind] as readonly (keyof Facts<Kind>)[]) {
    const value: unknown = facts[name];
    if (value === null || value === undefined) continue;
    text += `${text && ','}"${String(name)}":${JSON.stringify(typeof value === 'string' ? scrub(value) : value)}`;
  }
  return text === '' ? null : text;
}

function addTo(tally: Tally, event: NewTelemetry, key: Omit<TotalKey, 'day'>): void {
  // Phases are many and in no card: only their number is kept by the day.
  const isMeasured = event.name !== 'concord.phase';
  const at = event.at.getTime();
  tally.add(
    { ...key, day: dayOf(at) },
    {
      at,
      ms: isMeasured ? (event.durationMs ?? null) : null,
      active: isMeasured ? (event.activeMs ?? null) : null,
      records: isMeasured ? (event.records ?? null) : null,
    },
  );
}

/** The line of a conflict tells its later fate (TL-13). */
function tellFate({ db }: LogFile, event: NewTelemetry, no: number): void {
  db.run(`update telemetry set fate = ? where conflict = ? and no < ?`, event.fate ?? null, event.conflict ?? null, no);
}

/** Which event a conflict or error belongs to: its session's own. */
function createParents(): { of(event: NewTelemetry): number | null; note(event: NewTelemetry, no: number): void } {
  let last = { session: -1, no: 0 };
  return {
    of: ({ session, name }) => (name !== 'concord.session' && session === last.session ? last.no : null),
    note({ session, name }, no) {
      if (name === 'concord.session' && session !== undefined && session !== null) last = { session, no };
    },
  };
}
