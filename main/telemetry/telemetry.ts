// Telemetry of one replica: written while it is switched on, read by list, cards and exports (TL-01…TL-13).

import { statSync } from 'node:fs';
import { countEvents, listEvents, type PageQuery, type TelemetryEvent } from './list.ts';
import { addTotals, createCards, daysBetween, reachOf, type Cards } from './cards.ts';
import type { NewTelemetry } from './event.ts';
import { createExporter, type Exporter } from './export/export.ts';
import { createPseudonyms } from './export/pseudonyms.ts';
import type { TelemetryFilter } from './filter.ts';
import type { LogFile } from './log-file.ts';
import { closeGap, listGaps, openGap, readNote, saveNote, type Gap } from './notes.ts';
import { createReading, type Reading } from './reading.ts';
import { clean, type Cleaned } from './retention.ts';
import type { Identity } from './run.ts';
import { createScrubber } from './scrub.ts';
import { keepTotalDays, type TelemetrySettings } from './settings.ts';
import { createWords } from './words.ts';
import { createWriter, type Mark, type TelemetryWriter } from './writer.ts';
import {
  errorNumbers,
  eventNames,
  modes,
  type ErrorNumber,
  type EventName,
  type FailureType,
  type TelemetryMode,
} from '../sync/telemetry.ts';

/** What telemetry is made of. */
export interface TelemetryParts {
  readonly file: LogFile;
  readonly identity: Identity;
  readonly settings: TelemetrySettings;
  saveSettings(settings: TelemetrySettings): Promise<void>;
  /** Of the pseudonyms: hexadecimal text, kept with the replica's settings. */
  key(): string;
  /** Tokens and passwords that no text may hold. */
  readonly secrets: () => readonly string[];
  now(): Date;
  /** Told when a list or a card would be otherwise. */
  changed(): void;
  /** Told why a batch could not be written; what a replica misses is told by its gaps alone. */
  failed?(thrown: unknown): void;
}

/** The switch, what is kept and what goes next. */
export interface TelemetryState {
  readonly recording: boolean;
  readonly since: string;
  readonly gaps: Gap[];
  readonly keepDays: number;
  readonly keepEvents: number;
  readonly events: number;
  readonly bytes: number;
  readonly oldest: string | null;
  readonly totals: { readonly days: number; readonly oldest: string | null; readonly keepDays: number };
  readonly next: { readonly at: string; readonly events: number } | null;
  readonly lastCleaned: Cleaned | null;
}

/** What there is to filter by. */
export interface Choices {
  readonly people: string[];
  readonly tables: string[];
  readonly modes: TelemetryMode[];
  readonly names: EventName[];
  readonly errorCodes: { errorCode: number; type: FailureType }[];
}

/** The telemetry of one replica. */
export interface Telemetry {
  /** Writes a batch while recording is on; false: it could not be written, which leaves a gap and hurts nobody else. */
  record(events: readonly NewTelemetry[], mark?: Mark): boolean;
  /** How far something was followed by whichever program; null = not yet. */
  mark(name: string): number | null;
  /** Begins to follow something here. */
  setMark(name: string, at: number): void;
  list(query: PageQuery): Promise<{ events: TelemetryEvent[]; shown: number; total: number; newest: number }>;
  choices(): Choices;
  cards(filter: TelemetryFilter): Promise<Cards & { readonly gaps: Gap[] }>;
  state(): TelemetryState;
  configure(change: Partial<Pick<TelemetrySettings, 'recording' | 'keepDays' | 'keepEvents'>>): Promise<void>;
  exports(): Exporter;
  /** Takes away what is due, in short slices; nothing is due twice at once. */
  clean(): Promise<void>;
  /** Ends what is under way. */
  close(): void;
}

/** Telemetry over an open log. */
export function createTelemetry(parts: TelemetryParts): Telemetry {
  const { file, now } = parts;
  const { reader, db } = file;
  const words = createWords(reader, db);
  const writer = createWriter({ file, words, identity: parts.identity, scrub: createScrubber(parts.secrets) });
  const reading = createReading(reader, words);
  let settings = parts.settings;
  let exporter: Exporter | null = null;
  let cleaning: Promise<void> | null = null;
  let isClosed = false;
  const cleanOnce = async (): Promise<void> => {
    // Another program may hold the log, or it may be lost: what is due stays due (TL-10).
    const cleaned = await clean(file, settings, { now: now(), isClosed: () => isClosed }).catch(() => null);
    if (cleaned) parts.changed();
  };
  return {
    exports: () => (exporter ??= createExporter(reading, createPseudonyms(parts.key()))),
    record: createRecord(parts, writer, () => settings.recording),
    mark(name) {
      const note = readNote(db, name);
      return note === null ? null : Number(note);
    },
    setMark: (name, at) => saveNote(db, name, String(at)),
    list: (query) => listEvents(reading, query),
    choices: () => choicesOf(reading),
    async cards(filter) {
      const { from, to } = reachOf(reader, filter, now());
      const cards = createCards(words);
      await addTotals(reader, { filter, words, from, to }, (total) => cards.add(total));
      return { ...cards.figures(daysBetween(from, to)), gaps: listGaps(reader) };
    },
    state: () => stateOf(file, settings, now()),
    async configure(change) {
      const at = now().toISOString();
      const turns = change.recording !== undefined && change.recording !== settings.recording;
      settings = { ...settings, ...change, ...(turns && { since: at }) };
      if (turns && !settings.recording) openGap(db, at);
      if (turns && settings.recording) closeGap(db, at);
      await parts.saveSettings(settings);
      parts.changed();
    },
    clean: () => (cleaning ??= cleanOnce().finally(() => (cleaning = null))),
    close: () => void (isClosed = true),
  };
}

/** Telemetry may be lost without harm (TL-10); that some is missing is told by a gap. */
function createRecord(parts: TelemetryParts, writer: TelemetryWriter, isOn: () => boolean): Telemetry['record'] {
  const { file, now } = parts;
  let missedSince: string | null = null;
  const tellMissed = (): void => {
    if (missedSince === null) return;
    openGap(file.db, missedSince);
    closeGap(file.db, now().toISOString());
    missedSince = null;
  };
  return (events, mark) => {
    try {
      if (isOn()) tellMissed();
      writer.write(isOn() ? events : [], mark);
      return true;
    } catch (thrown) {
      missedSince ??= now().toISOString();
      parts.failed?.(thrown);
      return false;
    } finally {
      parts.changed();
    }
  };
}

function choicesOf({ reader, words }: Reading): Choices {
  const distinct = (column: string): number[] =>
    reader.column(`select distinct ${column} from telemetry_day order by 1`).map(Number);
  const texts = (column: string): string[] =>
    distinct(column)
      .flatMap((no) => words.text(no) ?? [])
      .toSorted((a, b) => a.localeCompare(b));
  return {
    people: texts('user'),
    tables: texts('tbl'),
    modes: distinct('mode').flatMap((no) => modes[no] ?? []),
    names: distinct('name').flatMap((no) => eventNames[no] ?? []),
    errorCodes: distinct('error')
      .filter((error) => error in errorNumbers)
      .filter((error) => error !== -1)
      .map((errorCode) => ({ errorCode, type: errorNumbers[errorCode as ErrorNumber] })),
  };
}

const dayMs = 86_400_000;

function stateOf({ reader, path }: LogFile, settings: TelemetrySettings, now: Date): TelemetryState {
  const oldest = reader.value(`select min(at) from telemetry`) ?? null;
  const totals = reader.get<{ days: number; oldest: string | null }>(
    `select count(distinct day) as days, min(day) as oldest from telemetry_day`,
  );
  const events = countEvents(reader);
  const cleaned = readNote(reader, 'cleaned');
  return {
    recording: settings.recording,
    since: settings.since ?? firstAt(reader) ?? now.toISOString(),
    gaps: listGaps(reader),
    keepDays: settings.keepDays,
    keepEvents: settings.keepEvents,
    events,
    bytes: ['', '-wal'].reduce(
      (sum, end) => sum + (statSync(`${path}${end}`, { throwIfNoEntry: false })?.size ?? 0),
      0,
    ),
    oldest: oldest === null ? null : new Date(Number(oldest)).toISOString(),
    totals: { days: totals?.days ?? 0, oldest: totals?.oldest ?? null, keepDays: keepTotalDays },
    next: nextToGo(reader, { oldest: oldest === null ? null : Number(oldest), events, settings, now }),
    lastCleaned: cleaned === null ? null : (JSON.parse(cleaned) as Cleaned),
  };
}

function firstAt(reader: LogFile['reader']): string | null {
  const at = reader.value(`select min(day) from telemetry_day`);
  return at === undefined || at === null ? null : new Date(`${String(at)}T00:00:00`).toISOString();
}

/** The day after which the oldest events go, and how many go then. */
function nextToGo(
  reader: LogFile['reader'],
  of: { oldest: number | null; events: number; settings: TelemetrySettings; now: Date },
): TelemetryState['next'] {
  if (of.oldest === null) return null;
  const over = of.events - of.settings.keepEvents;
  if (over > 0) return { at: of.now.toISOString(), events: over };
  const at = Math.max(of.oldest + of.settings.keepDays * dayMs, of.now.getTime());
  const before = at - of.settings.keepDays * dayMs + dayMs;
  const events = Number(reader.value(`select count(*) from telemetry where at < ?`, before));
  return { at: new Date(at).toISOString(), events };
}
