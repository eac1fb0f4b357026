// What other programs do to the file is seen within two seconds, and may start a session (PD-07, SC-04, Decisions 18).

import { describe, expect, onTestFinished, test } from 'vitest';
import { watchFile } from '../../../main/agent/watch.ts';
import type { App } from '../../../main/app.ts';
import { openReader } from '../../../main/sqlite/database.ts';
import { temporaryFile } from '../../support/files.ts';
import { edit, eventsOf, otherProgram, sync } from '../../support/replica-app.ts';
import { createBench } from '../../support/shop.ts';

/** Counts commits of others; `next` settles with the time to the next one. */
function watched(file: string): { count(): number; next(): Promise<number> } {
  const reader = openReader(file);
  let seen = 0;
  let tell: (() => void) | null = null;
  const watch = watchFile(
    file,
    () => reader.dataVersion(),
    () => {
      seen++;
      tell?.();
    },
  );
  onTestFinished(async () => {
    await watch.close();
    reader.close();
  });
  return {
    count: () => seen,
    next: () => {
      const started = performance.now();
      return new Promise((resolve) => (tell = () => resolve(performance.now() - started)));
    },
  };
}

describe('another program’s commit', () => {
  test.each(['wal', 'delete'])('is seen within 2 s in the journal mode %s', async (mode) => {
    const file = temporaryFile();
    edit(file, `pragma journal_mode = ${mode}`, `create table t (id integer primary key)`);
    const watch = watched(file);
    const other = otherProgram(file);
    for (let id = 1; id <= 2; id++) {
      const next = watch.next();
      other.exec(`insert into t values (${id})`);
      expect(await next).toBeLessThan(2000);
    }
    expect(watch.count()).toBe(2);
  });

  test('a transaction is seen when it commits, not before, and reading rings nothing', async () => {
    const file = temporaryFile();
    edit(file, 'pragma journal_mode = wal', 'create table t (id integer primary key)');
    const watch = watched(file);
    const other = otherProgram(file);
    other.exec('begin immediate; insert into t values (1); rollback');
    other.prepare('select * from t').all();
    other.exec('begin immediate; insert into t values (1)');
    await new Promise((resolve) => setTimeout(resolve, 1200));
    expect(watch.count()).toBe(0);
    const next = watch.next();
    other.exec('commit');
    expect(await next).toBeLessThan(2000);
  });
});

/** Triggers of all sessions so far. */
const triggers = (app: App): unknown[] =>
  eventsOf(app)
    .filter((event) => event.name === 'session.started')
    .map((event) => event.data['trigger']);

test('SC-04 on change: 2 s after another program’s write a session sends it, and its own writes start no other one', async () => {
  let ahead = 0;
  const { app, hub, file } = await createBench({ lives: true, now: () => new Date(Date.now() + ahead) });
  await sync(app);
  await app.agent.configure({ onChange: true });
  // At most once in 10 s: the last session is a minute ago.
  ahead = 60_000;
  const written = performance.now();
  edit(file, `update orders set title = 'by another program' where id = 3`);
  await expect.poll(() => app.agent.state().next.reason, { timeout: 2000 }).toBe('on-change');
  await expect.poll(() => hub.rows.present('orders')[2]?.[2], { timeout: 5000 }).toBe('by another program');
  expect(performance.now() - written).toBeGreaterThan(2000);
  await expect.poll(() => app.agent.state().progress).toBe(null);
  ahead = 120_000;
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect(app.agent.state()).toMatchObject({ progress: null, next: { reason: 'interval' } });
  expect(triggers(app)).toEqual(['by-hand', 'by-hand', 'on-change']);
});

test('PD-07 the window is rung within 2 s, also without a session', async () => {
  const { app, file } = await createBench({ lives: true });
  const rung = new Promise<void>((resolve) => app.bell.subscribe((topic) => topic === 'data' && resolve()));
  const started = performance.now();
  edit(file, `update orders set title = 'elsewhere' where id = 5`);
  await rung;
  expect(performance.now() - started).toBeLessThan(2000);
  expect(triggers(app)).toEqual(['by-hand']);
});
