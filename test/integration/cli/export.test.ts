// `concord export telemetry`: the same events as the window's, whole or not at all (TL-08, TL-11, CL-02, CL-05).

import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { temporaryFile } from '../../support/files.ts';
import { edit, openTestApp } from '../../support/replica-app.ts';
import { createBench } from '../../support/shop.ts';
import { concord, object } from './commands.ts';

const linesIn = (text: string): Record<string, unknown>[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('while the app is open', () => {
  test('to standard output: every event, with number and size on standard error first (CL-03)', async () => {
    const { app, file } = await createBench();
    const { total } = await app.handlers['telemetry.list']({
      filter: {},
      sort: 'time',
      descending: true,
      offset: 0,
      limit: 1,
    });
    const { code, out, err } = await concord('export', 'telemetry', '--replica', file, '--contains', 'values');
    expect([code, err]).toEqual([0, expect.stringMatching(new RegExp(`^${total} events, about \\d+ kB\n`)) as unknown]);
    const lines = linesIn(out);
    expect(lines).toHaveLength(total);
    expect(lines.map(({ name }) => name)).toContain('concord.session');
    expect(lines.find(({ table }) => table === 'orders')).toMatchObject({ records: 6, userId: 'Ann' });
  });

  test('to a file: whole, and never over another one without --force', async () => {
    const { app, file } = await createBench();
    const out = temporaryFile();
    const args = ['export', 'telemetry', '--replica', file, '--format', 'csv', '--out', out];
    const told = await object(...args);
    const rows: Record<string, string>[] = parse(readFileSync(out, 'utf8'), { columns: true });
    expect(told).toEqual({ file: out, events: rows.length });
    const plan = await app.handlers['telemetry.exportPlan']({
      filter: {},
      format: 'csv',
      signal: 'logs',
      names: 'concord',
      contains: 'ids',
      pseudonyms: false,
    });
    expect(plan.events).toBe(rows.length);
    // The lowest level is the default: people are ids, and the same ones as in the window.
    expect(rows[0]?.['userId']).toMatch(/^user-[0-9a-f]{12}$/);
    expect(plan.preview[1]).toContain(rows[0]?.['userId']);

    writeFileSync(out, 'mine');
    const refused = await concord(...args);
    expect([refused.code, readFileSync(out, 'utf8')]).toEqual([2, 'mine']);
    expect(refused.err).toContain('--force replaces it');
    expect((await concord(...args, '--force')).code).toBe(0);
    expect(readFileSync(out, 'utf8')).not.toBe('mine');
    expect(readdirSync(dirname(out)).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  test('a range of time: from counts, to does not', async () => {
    const { file } = await createBench();
    const events = async (...range: readonly string[]): Promise<number> =>
      linesIn((await concord('export', 'telemetry', '--replica', file, ...range)).out).length;
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
    expect(await events('--to', tomorrow)).toBeGreaterThan(3);
    expect(await events('--from', tomorrow)).toBe(0);
    expect(await events('--to', '2020-01-01')).toBe(0);
  });
});

test('a replica that may only be read is exported all the same', async () => {
  const { app, file } = await createBench();
  await app.close();
  for (const name of [file, `${file}-concord-log`]) chmodSync(name, 0o444);
  const { code, out } = await concord('export', 'telemetry', '--replica', file, '--format', 'otlp');
  expect(code).toBe(0);
  expect(linesIn(out)[0]).toHaveProperty('resourceLogs');
});

test('a log of an earlier Concord is brought up to date and holds no event yet (TL-10)', async () => {
  const file = temporaryFile();
  await (await openTestApp({ file })).close();
  edit(
    `${file}-concord-log`,
    ...['telemetry', 'telemetry_word', 'telemetry_run', 'telemetry_kind', 'telemetry_day', 'telemetry_gap'].map(
      (name) => `drop table ${name}`,
    ),
    'drop table telemetry_note',
    'pragma user_version = 0',
  );
  const { code, out, err } = await concord('export', 'telemetry', '--replica', file);
  expect([code, out, err]).toEqual([0, '', expect.stringMatching(/^0 events/) as unknown]);
});

describe('wrong use (CL-05)', () => {
  test.each([
    [['--format', 'cvs'], 'allowed are csv, ndjson and otlp. Did you mean csv?'],
    [['--contains', 'all'], 'allowed are ids, names and values.'],
    [['--names', 'azure'], 'allowed are concord and application-insights.'],
    [['--from', 'yesterday'], 'a day (2026-06-15) or an instant'],
    [['--frm', '2026-01-01'], 'Did you mean --from?'],
    [['--out', '/nowhere/at/all.csv'], 'it cannot be written'],
  ])('%j is answered with what is allowed, and nothing is written', async (args, told) => {
    const file = temporaryFile();
    await (await openTestApp({ file })).close();
    const { code, out, err } = await concord('export', 'telemetry', '--replica', file, ...args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(told);
  });

  test('no replica, and help with an example', async () => {
    const missing = await concord('export', 'telemetry', '--replica', '/nowhere/office.db', '--json');
    expect([missing.code, missing.lines]).toMatchObject([1, [{ error: { code: 'replica-missing' } }]]);
    expect(existsSync('/nowhere')).toBe(false);
    const help = await concord('export', 'telemetry', '--help');
    expect(help.out).toMatch(/Example:\n {2}concord export telemetry --replica office\.db/);
  });
});
