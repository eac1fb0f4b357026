// `concord export telemetry`: the same file as the window's, streamed to a file or to standard output (TL-08, TL-11, CL-02).

import { existsSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { randomBytes } from 'node:crypto';
import { readSetting } from '../replica/settings.ts';
import { openReader } from '../sqlite/database.ts';
import { hasTable } from '../sqlite/introspect.ts';
import { ConcordError } from '../sync/problem.ts';
import type { ExportChoice } from '../telemetry/export/choice.ts';
import { createExporter, type Exporter } from '../telemetry/export/export.ts';
import { createPseudonyms } from '../telemetry/export/pseudonyms.ts';
import { openEventFile } from '../telemetry/event-log.ts';
import { logPath } from '../telemetry/log-file.ts';
import { createReading, openLogReader } from '../telemetry/reading.ts';
import { createWords } from '../telemetry/words.ts';
import { findKey } from '../telemetry/notes.ts';
import { ended } from './ended.ts';
import { hubConfig } from './hub-config.ts';
import { telemetryBase } from './hub-telemetry-file.ts';
import { exits, wrongUse, type Terminal } from './terminal.ts';
import { count } from './words.ts';

/** Options of `export telemetry`, as they were typed. */
export interface ExportOptions {
  readonly replica?: string;
  /** A hub's, or the file that configures it, in place of a replica. */
  readonly database?: string;
  readonly config?: string;
  readonly telemetryFolder?: string;
  readonly format: string;
  readonly signal: string;
  readonly names: string;
  readonly contains: string;
  readonly pseudonyms?: boolean;
  readonly from?: string;
  readonly to?: string;
  readonly out?: string;
  readonly force?: boolean;
}

const partEvents = 5000;

/** Writes the export; what it will hold is told first. */
export async function exportCommand(terminal: Terminal, options: ExportOptions): Promise<number> {
  const choice = choiceOf(options);
  const { out } = options;
  if (out !== undefined && existsSync(out) && options.force !== true)
    throw wrongUse(`--out ${out}: there is such a file already; --force replaces it.`);
  const { exporter, close } = openExporter(terminal, options);
  try {
    const plan = await exporter.plan(choice);
    terminal.say(
      `${count(plan.events, 'event')}, about ${sizeWords(plan.bytes)}${out === undefined ? '' : ` to ${out}`}`,
    );
    const whole = { ...choice, upTo: plan.upTo };
    const done = await (out === undefined ? toOutput(exporter, whole) : toFile(exporter, whole, out));
    if (!done) throw new ConcordError('cancelled');
    if (out !== undefined) terminal.result({ file: out, events: plan.events }, `${out} is written.`);
    return exits.done;
  } finally {
    close();
  }
}

function openExporter(terminal: Terminal, options: ExportOptions): { exporter: Exporter; close(): void } {
  const { replica } = options;
  if (replica !== undefined && !existsSync(replica)) throw new ConcordError('replica-missing', { file: replica });
  const base = replica ?? hubBase(options);
  const path = logPath(base);
  if (!existsSync(path)) throw new ConcordError('replica-missing', { file: path });
  let log = openLogReader(path);
  if (!hasTable(log.reader, 'telemetry')) {
    // A log of an earlier Concord: it is brought up to date as its replica's app would do.
    log.close();
    openEventFile(base, () => new Date()).close();
    log = openLogReader(path);
  }
  const reading = createReading(log.reader, createWords(log.reader, null));
  const key = replica === undefined ? findKey(log.reader) : keyOf(replica);
  if (key === null) terminal.say('The file has no key yet: ids of people and devices hold for this export alone.');
  const pseudonyms = createPseudonyms(key ?? randomBytes(32).toString('hex'));
  return { exporter: createExporter(reading, pseudonyms), close: () => log.close() };
}

/** A hub is named as its own commands name it. */
function hubBase({ database, config, telemetryFolder }: ExportOptions): string {
  const isNamed = [database, config, process.env['CONCORD_HUB_DATABASE'], process.env['CONCORD_HUB_CONFIG']].some(
    (name) => name !== undefined,
  );
  if (!isNamed) throw wrongUse('--replica FILE is needed, or --database FILE|URL of a hub.');
  return telemetryBase(hubConfig({ database, config, telemetryFolder }).config);
}

/** The replica's own key; a replica that no Concord of this kind has opened yet has none. */
function keyOf(replica: string): string | null {
  const reader = openReader(replica);
  try {
    return hasTable(reader, '_concord_meta') ? readSetting<string>(reader, 'pseudonyms') : null;
  } finally {
    reader.close();
  }
}

/** A file comes into being whole: it is written beside and renamed at the end. False = it was given up. */
async function toFile(exporter: Exporter, choice: ExportChoice, out: string): Promise<boolean> {
  const beside = `${out}.${process.pid}.part`;
  const stopped = stopSign();
  const file = await open(beside, 'wx').catch((thrown: unknown) => {
    throw wrongUse(
      `--out ${out}: it cannot be written (${thrown instanceof Error ? thrown.message : String(thrown)}).`,
    );
  });
  try {
    for (const bytes of partsOf(exporter, choice)) {
      await file.write(bytes);
      if (stopped()) return false;
    }
    await file.close();
    await rename(beside, out);
    return true;
  } finally {
    await file.close().catch(() => undefined);
    await rm(beside, { force: true });
  }
}

async function toOutput(exporter: Exporter, choice: ExportChoice): Promise<boolean> {
  const stopped = stopSign();
  let isGone = false;
  // Whoever reads may have had enough, as `head` has.
  process.stdout.on('error', () => (isGone = true));
  for (const bytes of partsOf(exporter, choice)) {
    if (!process.stdout.write(bytes) && !isGone)
      await Promise.race([once(process.stdout, 'drain'), once(process.stdout, 'close')]);
    if (isGone) return true;
    if (stopped()) return false;
  }
  return true;
}

function* partsOf(exporter: Exporter, choice: ExportChoice): Generator<Buffer> {
  for (let after = 0, done = false; !done;) {
    const part = exporter.part(choice, { after, limit: partEvents });
    if (part.bytes.length > 0) yield part.bytes;
    ({ last: after, done } = part);
  }
}

function stopSign(): () => boolean {
  let isStopped = false;
  void ended().then(() => (isStopped = true));
  return () => isStopped;
}

function choiceOf(options: ExportOptions): ExportChoice {
  const { from, to } = options;
  return {
    filter: {
      ...(from !== undefined && { from: instant('--from', from) }),
      ...(to !== undefined && { to: instant('--to', to) }),
    },
    format: oneOf('--format', options.format, ['csv', 'ndjson', 'otlp']),
    signal: oneOf('--signal', options.signal, ['logs', 'traces']),
    names: oneOf('--names', options.names, ['concord', 'application-insights']),
    contains: oneOf('--contains', options.contains, ['ids', 'names', 'values']),
    pseudonyms: options.pseudonyms ?? false,
  };
}

function oneOf<T extends string>(flag: string, text: string, allowed: readonly T[]): T {
  const found = allowed.find((word) => word === text);
  if (found !== undefined) return found;
  const begins = (length: number): T | undefined =>
    allowed.find((word) => word.startsWith(text.slice(0, length).toLowerCase()));
  const near = begins(2) ?? begins(1);
  const words = `${allowed.slice(0, -1).join(', ')} and ${allowed.at(-1) ?? ''}`;
  throw wrongUse(`${flag} ${text}: allowed are ${words}.${near === undefined ? '' : ` Did you mean ${near}?`}`);
}

/** An instant, or the beginning of a day of this computer's calendar, as ISO text. */
function instant(flag: string, text: string): string {
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text);
  const time = Date.parse(isDay ? `${text}T00:00:00` : text);
  if (!/^\d{4}-\d\d-\d\d(T|$)/.test(text) || Number.isNaN(time))
    throw wrongUse(`${flag} ${text}: a day (2026-06-15) or an instant (2026-06-15T09:00:00+02:00) is expected.`);
  return new Date(time).toISOString();
}

function sizeWords(bytes: number): string {
  if (bytes < 1_000_000) return `${Math.ceil(bytes / 1000)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
