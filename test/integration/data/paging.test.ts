// Pages of a large table while other programs write to it: each page is in order and whole, and what is read after the last
// write is what the file holds (PD-04, PD-07).

import { expect, test } from 'vitest';
import { column, table } from '../../support/schemas.ts';
import { otherProgram } from '../../support/replica-app.ts';
import { everything, tableNamed } from '../../support/window-line.ts';
import { openGridApp, type GridApp } from './grid-app.ts';

const rows = 30_000;
const things = tableNamed('things');
type Row = readonly [id: number, amount: number];

/** A query, what it means to SQLite, and which of two rows it shows first. */
const queries = [
  ['along the key', everything, 'order by id', ([a], [b]) => a - b],
  [
    'against the key',
    { ...everything, sort: [{ column: 'id', descending: true }] },
    'order by id desc',
    ([a], [b]) => b - a,
  ],
  [
    'by another column',
    { ...everything, sort: [{ column: 'amount', descending: false }] },
    'order by amount, id',
    ([a, one], [b, other]) => one - other || a - b,
  ],
  [
    'searched',
    { ...everything, text: 'thing 3' },
    `where name like '%3%' or id like '%3%' or amount like '%3%' order by id`,
    ([a], [b]) => a - b,
  ],
  [
    'filtered',
    { ...everything, filters: [{ column: 'amount', operator: 'less', values: [50] }] },
    'where amount < 50 order by id',
    ([a], [b]) => a - b,
  ],
] as const satisfies readonly (readonly [string, typeof everything, string, (a: Row, b: Row) => number])[];

function openThings(count = rows): Promise<GridApp> {
  const schema = {
    tables: [table('things', [column('id', 'int'), column('name', 'text'), column('amount', 'int')], ['id'])],
    relations: [],
    filters: [],
  };
  return openGridApp(schema, {
    sql: `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count})
      insert into things select i * 2, 'thing ' || (i % 10), i * 7919 % 100 from n`,
  });
}

test.each(queries)('%s, under writes', async (_, query, clause, order) => {
  const { call, file } = await openThings();
  const other = otherProgram(file);
  const page = { ...query, table: things, limit: 200 };
  for (let round = 0; round < 12; round++) {
    const pages = [0, 9_990, 29_900].map((offset) => call('data.page', { ...page, offset }));
    other.exec(
      round % 2 === 0
        ? `delete from things where id between ${round * 4000} and ${round * 4000 + 300}`
        : `insert into things select id + 1, name, amount from things where id between ${round * 2000} and ${round * 2000 + 200}
           on conflict do nothing`,
    );
    for (const told of await Promise.all(pages)) {
      const shown = told.rows.map(({ cells }): Row => [Number(cells[0]), Number(cells[2])]);
      expect(new Set(shown.map(([id]) => id)).size).toBe(shown.length);
      expect(shown).toEqual(shown.toSorted(order));
      expect(told.shown).toBeLessThanOrEqual(told.total);
    }
  }
  const total = other.prepare('select count(*) from things').pluck().get() as number;
  const seen: number[] = [];
  for (let offset = 0, shown = 1; offset < shown; offset += 1000) {
    const told = await call('data.page', { ...page, limit: 1000, offset });
    expect(told.total).toBe(total);
    shown = told.shown;
    seen.push(...told.rows.map((row) => Number(row.key['id'])));
  }
  expect(seen).toEqual(other.prepare(`select id from things ${clause}`).pluck().all());
});

/** The next ring that data have changed. */
function nextRing({ bell }: GridApp['app']): Promise<void> {
  return new Promise((resolve) => {
    const end = bell.subscribe((topic) => {
      if (topic !== 'data') return;
      end();
      resolve();
    });
  });
}

test('a large table is listed before it is counted, and its rows when they are (PD-04, law 6)', async () => {
  const { app, call } = await openThings(60_000);
  const counted = nextRing(app);
  expect(await call('data.tables', {})).toMatchObject([{ table: things, rows: null }]);
  await counted;
  expect(await call('data.tables', {})).toMatchObject([{ table: things, rows: 60_000 }]);
});

test('of very many rows a page may be that of a moment ago: a ring tells when there is a newer one (PD-07, law 6)', async () => {
  const { app, call, file } = await openThings(60_000);
  const other = otherProgram(file);
  for (const [at, [, query, clause]] of queries.entries()) {
    const page = { ...query, table: things, limit: 1000 };
    await call('data.page', { ...page, offset: 0 });
    await call('data.page', { ...page, offset: 12_000 });
    other.exec(`delete from things where id between ${at * 20_000 + 10} and ${at * 20_000 + 900}`);
    const ids = other.prepare(`select id from things ${clause}`).pluck().all() as number[];
    for (const offset of [0, 12_000, ids.length - 500]) {
      const wanted = JSON.stringify([ids.length, ids.slice(offset, offset + 1000)]);
      for (let is = ''; is !== wanted;) {
        const ring = nextRing(app);
        const told = await call('data.page', { ...page, offset });
        is = JSON.stringify([told.shown, told.rows.map((row) => row.key['id'])]);
        // Without a ring the test comes to no end.
        if (is !== wanted) await ring;
      }
    }
    const key = ids[Math.floor(ids.length / 2)] ?? 0;
    expect(await call('data.place', { ...query, table: things, key: { id: key } })).toEqual({ at: ids.indexOf(key) });
  }
});
