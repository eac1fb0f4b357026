// What lists and exports read an open log through; a log that may not be written can be read all the same.

import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openReader, type Reader } from '../sqlite/database.ts';
import { createIds, type Ids } from './ids.ts';
import { createKinds, type EventKind } from './kind.ts';
import { readNote } from './notes.ts';
import { createPositions, type Positions } from './positions.ts';
import { createRuns, type Run } from './run.ts';
import type { Words } from './words.ts';

/** What reading events takes. */
export interface Reading {
  readonly reader: Reader;
  readonly words: Words;
  readonly positions: Positions;
  readonly ids: Ids;
  kind(no: number): EventKind;
  run(no: number): Run;
  /** An instant in ms as ISO text. */
  time(ms: number): string;
}

/** Reading over an open log. */
export function createReading(reader: Reader, words: Words): Reading {
  return {
    reader,
    words,
    kind: createKinds(reader, words),
    run: createRuns(reader, words),
    positions: createPositions(reader),
    ids: createIds(readNote(reader, 'salt') ?? '00000000'),
    time: createIsoTime(),
  };
}

/** Opens a log to look only. In a folder that cannot be written SQLite cannot open it: then a copy is read. */
export function openLogReader(path: string): { readonly reader: Reader; close(): void } {
  try {
    const reader = openReader(path);
    reader.value('select count(*) from sqlite_schema');
    return { reader, close: () => reader.close() };
  } catch (thrown) {
    if (!existsSync(path)) throw thrown;
    return openCopy(path);
  }
}

function openCopy(path: string): { readonly reader: Reader; close(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'concord-log-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    for (const end of ['', '-wal'])
      if (existsSync(`${path}${end}`)) copyFileSync(`${path}${end}`, join(folder, `log${end}`));
    const reader = openReader(join(folder, 'log'));
    return {
      reader,
      close() {
        reader.close();
        remove();
      },
    };
  } catch (thrown) {
    remove();
    throw thrown;
  }
}

/** A clock that writes instants as ISO texts; events come in order, so the second is nearly always the last one's. */
function createIsoTime(): (ms: number) => string {
  let last = { second: Number.NaN, text: '' };
  return (ms) => {
    const second = Math.floor(ms / 1000);
    if (second !== last.second) last = { second, text: new Date(second * 1000).toISOString().slice(0, -4) };
    return `${last.text}${String(ms - second * 1000).padStart(3, '0')}Z`;
  };
}
