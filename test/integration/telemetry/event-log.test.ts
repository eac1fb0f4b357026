// The event log beside a replica: its tail, what it forgets, and a log that cannot be read (TL-10, FD-09).

import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { openEventLog, type EventLog, type NewEvent } from '../../../main/telemetry/event-log.ts';
import { temporaryFile } from '../../support/files.ts';
import { edit, otherProgram } from '../../support/replica-app.ts';

const noon = new Date('2026-06-15T12:00:00Z');

function openTestLog(replica: string, now: () => Date = () => noon): EventLog {
  const log = openEventLog(replica, now);
  onTestFinished(() => log.close());
  return log;
}

function event(name: string, session: number | null = null): NewEvent {
  return { name, level: 'info', session, data: { name } };
}

/** Files of a log that were set aside. */
function asideOf(replica: string): string[] {
  return readdirSync(dirname(replica)).filter((name) => name.startsWith(`${basename(replica)}-concord-log-unreadable`));
}

test('events are read back in order, after a number and by session (FD-09, law 2)', () => {
  const replica = temporaryFile();
  const log = openTestLog(replica);
  const numbers = ['a', 'b', 'c', 'd'].map((name, at) => log.record(event(name, at % 2)).no);
  expect(log.read({ after: 0, limit: 10 })).toEqual(
    ['a', 'b', 'c', 'd'].map((name, at) => ({ ...event(name, at % 2), no: numbers[at], at: noon.toISOString() })),
  );
  expect(log.read({ after: numbers[1] ?? 0, limit: 1 }).map(({ name }) => name)).toEqual(['c']);
  expect(log.read({ after: 0, limit: 10, session: 1 }).map(({ name }) => name)).toEqual(['b', 'd']);
  expect(log.lastNumber()).toBe(numbers[3]);
});

test('the tail is the same for a second program, while the first one writes (FD-09)', () => {
  const replica = temporaryFile();
  const [first, second] = [openTestLog(replica), openTestLog(replica)];
  first.record(event('a'));
  second.record(event('b'));
  expect(second.read({ after: 0, limit: 10 })).toEqual(first.read({ after: 0, limit: 10 }));
  expect(first.read({ after: 0, limit: 10 }).map(({ name }) => name)).toEqual(['a', 'b']);
});

test('numbers go on after everything was forgotten: no window reads an old number twice', () => {
  const replica = temporaryFile();
  const log = openEventLog(replica, () => noon);
  const { no } = log.record(event('old'));
  log.close();
  const later = openTestLog(replica, () => new Date('2026-08-01T12:00:00Z'));
  expect(later.read({ after: 0, limit: 10 })).toEqual([]);
  expect(later.record(event('new')).no).toBe(no + 1);
});

test('opening forgets what is older than 30 days, to the millisecond (TL-10)', () => {
  const replica = temporaryFile();
  let now = new Date(noon.getTime() - 30 * 86_400_000 - 1);
  const log = openEventLog(replica, () => now);
  log.record(event('too old'));
  now = new Date(noon.getTime() - 30 * 86_400_000);
  log.record(event('just kept'));
  log.close();
  expect(
    openTestLog(replica)
      .read({ after: 0, limit: 10 })
      .map(({ name }) => name),
  ).toEqual(['just kept']);
});

test('opening keeps 1,000,000 events, the newest ones (TL-10)', () => {
  const replica = temporaryFile();
  openEventLog(replica, () => noon).close();
  edit(
    `${replica}-concord-log`,
    `insert into event (no, at, name, level, data) values
       (1, '${noon.toISOString()}', 'first', 'info', '{}'), (2, '${noon.toISOString()}', 'second', 'info', '{}'),
       (1000001, '${noon.toISOString()}', 'last', 'info', '{}')`,
  );
  expect(
    openTestLog(replica)
      .read({ after: 0, limit: 10 })
      .map(({ no }) => no),
  ).toEqual([2, 1_000_001]);
});

const half = (whole: Buffer): Buffer => whole.subarray(0, whole.length >> 1);
const spoiled: Readonly<Record<string, (file: string) => void>> = {
  'is no SQLite file': (file) => writeFileSync(file, 'not a database, but longer than the header of one: '.repeat(20)),
  'is cut in half': (file) => writeFileSync(file, half(readFileSync(file))),
  'has pages of noise': (file) => {
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.fill(0x5a, 4096));
  },
  'has another layout': (file) =>
    edit(file, 'drop table event', 'create table event (no integer primary key, at text)'),
  'lacks a column of telemetry': (file) => edit(file, 'alter table telemetry drop column fate'),
  'lacks a table of telemetry': (file) => edit(file, 'drop table telemetry_gap'),
};

test.each(Object.keys(spoiled))('a log that %s is set aside and begun anew (TL-10)', (how) => {
  const replica = temporaryFile();
  const file = `${replica}-concord-log`;
  const old = openEventLog(replica, () => noon);
  for (let n = 0; n < 400; n++) old.record({ ...event('old', 1), data: { text: 'x'.repeat(100) } });
  old.close();
  spoiled[how]?.(file);
  const log = openTestLog(replica);
  expect(log.read({ after: 0, limit: 10 })).toEqual([]);
  log.record(event('new'));
  expect(log.read({ after: 0, limit: 10 }).map(({ name }) => name)).toEqual(['new']);
  expect(asideOf(replica)).toHaveLength(1);
});

test('what belongs to a spoilt log goes with it: its write-ahead file is not played into the new one (TL-10)', () => {
  const replica = temporaryFile();
  const file = `${replica}-concord-log`;
  openEventLog(replica, () => noon).close();
  const crashed = openEventLog(replica, () => noon);
  crashed.record(event('old'));
  copyFileSync(`${file}-wal`, `${file}.kept`);
  crashed.close();
  writeFileSync(file, 'not a database, but longer than the header of one: '.repeat(20));
  copyFileSync(`${file}.kept`, `${file}-wal`);
  expect(openTestLog(replica).read({ after: 0, limit: 10 })).toEqual([]);
  expect(asideOf(replica)).not.toEqual([]);
});

test('a log that another program holds locked is sound: it stays where it is (TL-10, Decisions 18)', () => {
  const replica = temporaryFile();
  openEventLog(replica, () => noon).close();
  const other = otherProgram(`${replica}-concord-log`);
  other.pragma('locking_mode = exclusive');
  other.exec(`insert into event (at, name, level, data) values ('${noon.toISOString()}', 'theirs', 'info', '{}')`);
  expect(() => openEventLog(replica, () => noon)).toThrow(expect.objectContaining({ code: 'replica-locked' }));
  expect(asideOf(replica)).toEqual([]);
  other.close();
  expect(
    openTestLog(replica)
      .read({ after: 0, limit: 10 })
      .map(({ name }) => name),
  ).toEqual(['theirs']);
});

test('a log half begun by a program that died is finished (TL-10)', () => {
  const replica = temporaryFile();
  new Sqlite(`${replica}-concord-log`).exec('pragma journal_mode = wal').close();
  const log = openTestLog(replica);
  expect(log.record(event('a')).no).toBe(1);
  expect(asideOf(replica)).toEqual([]);
});
