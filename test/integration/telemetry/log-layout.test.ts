// The steps of the log's layout: each keeps what the one before it held (TL-10).

import { expect, onTestFinished, test } from 'vitest';
import { openEventFile, createEventLog } from '../../../main/telemetry/event-log.ts';
import { logSteps } from '../../../main/telemetry/layout.ts';
import { temporaryFile } from '../../support/files.ts';
import { edit } from '../../support/replica-app.ts';

const noon = new Date('2026-06-15T12:00:00Z');

test('1 → 2: the feed’s events stay, telemetry begins empty with a salt of its own', () => {
  const replica = temporaryFile();
  // As a Concord before the first numbered step left it: the table, and no number.
  edit(
    `${replica}-concord-log`,
    logSteps[0] ?? '',
    `insert into event (at, name, level, data) values ('${noon.toISOString()}', 'kept', 'info', '{}')`,
  );
  const file = openEventFile(replica, () => noon);
  onTestFinished(() => file.close());
  const log = createEventLog(file, () => noon);
  expect(log.read({ after: 0, limit: 10 }).map(({ no, name }) => [no, name])).toEqual([[1, 'kept']]);
  expect(file.reader.value('pragma user_version')).toBe(logSteps.length);
  expect(file.reader.value('select count(*) from telemetry')).toBe(0);
  expect(file.reader.value(`select value from telemetry_note where name = 'salt'`)).toMatch(/^[0-9a-f]{8}$/);
});

test('a log of a later Concord is left as it is', () => {
  const replica = temporaryFile();
  openEventFile(replica, () => noon).close();
  edit(`${replica}-concord-log`, 'pragma user_version = 99');
  const file = openEventFile(replica, () => noon);
  onTestFinished(() => file.close());
  expect(file.reader.value('pragma user_version')).toBe(99);
});
