// The list of thousands of entries: pages, filters, search, neighbours and counts agree with each other (CF-04, CF-05, AX-04,
// law 6).

import { expect, test } from 'vitest';
import type { CallInput } from '../../../main/window/contract.ts';
import { openTestApp } from '../../support/replica-app.ts';
import { openInboxScene, rowsUpTo, type InboxScene } from './scene.ts';

const many = 3000;
const category = { name: 'category', schema: '' };
const tag = { name: 'odd tag', schema: '' };

/** 3,000 conflicts of two updates in one table, and five of every other type in another. */
function openMany(): Promise<InboxScene> {
  const rows = rowsUpTo(many);
  const five = (from: number): string =>
    `with recursive n(i) as (select ${from} union all select i + 1 from n where i < ${from} + 4)`;
  const ids = (from: number): string => `where id between ${from} and ${from + 4}`;
  return openInboxScene({
    synced: `${rows.synced}; ${five(10)} insert into "odd tag" select i, 'start' from n; ${five(20)} insert into "odd tag" select i, 'start' from n`,
    hub: `${rows.hub}; ${five(1)} insert into "odd tag" select i, 'größe 100%' from n;
      delete from "odd tag" ${ids(10)}; update "odd tag" set label = 'hub_1' ${ids(20)}`,
    replica: `${rows.replica}; ${five(1)} insert into "odd tag" select i, 'Grün "mine"' from n;
      update "odd tag" set label = 'a\\b' ${ids(10)}; delete from "odd tag" ${ids(20)}`,
  });
}

test('pages, tabs, filters and search of thousands of entries', async () => {
  const { call, app } = await openMany();
  const list = (query: Partial<CallInput<'conflicts.list'>>) =>
    call('conflicts.list', { limit: 1000, offset: 0, ...query });
  const shown = async (query: Partial<CallInput<'conflicts.list'>>): Promise<number> =>
    (await list({ ...query, limit: 1 })).shown;
  const all = many + 15;

  expect((await list({})).counts).toEqual({ undecided: all, decided: 0, confirmed: 0, parked: 0 });
  const pages = await Promise.all([0, 1000, 2000, 3000, 4000].map((offset) => list({ tab: 'undecided', offset })));
  const numbers = pages.flatMap(({ entries }) => entries.map(({ no }) => no));
  expect(numbers).toEqual(Array.from({ length: all }, (_, n) => all - n));
  expect(pages.map((page) => page.shown)).toEqual(Array(5).fill(all));

  expect(await shown({ table: category })).toBe(many);
  expect(await shown({ table: tag })).toBe(15);
  expect(await shown({ table: { name: 'category', schema: 'dbo' } })).toBe(0);
  const types = ['local-insert/hub-insert', 'local-update/hub-delete', 'local-delete/hub-update'];
  for (const type of types) expect(await shown({ type }), type).toBe(5);
  expect(await shown({ type: 'local-update/hub-update' })).toBe(many);
  expect(await shown({ type: 'nothing' })).toBe(0);
  for (const tab of ['decided', 'confirmed', 'parked'] as const) expect(await shown({ tab }), tab).toBe(0);
  expect(await shown({ session: 2 })).toBe(all);
  expect(await shown({ session: 1 })).toBe(0);
  expect(await shown({ upTo: 10 })).toBe(10);
  expect(await shown({ upTo: 0 })).toBe(0);

  // Both tables' types differ in these columns; all were raised in this minute.
  expect(await shown({ column: 'name' })).toBe(many);
  expect(await shown({ column: 'label' })).toBe(15);
  expect(await shown({ column: 'lab' })).toBe(0);
  const [first] = (await list({ limit: 1 })).entries;
  const at = first?.raisedAt ?? '';
  expect(await shown({ from: '2000-01-01T00:00:00Z', until: '2000-01-02T00:00:00Z' })).toBe(0);
  expect((await shown({ from: at })) + (await shown({ until: at }))).toBe(all);
  expect(await call('conflicts.facets', { tab: 'undecided' })).toEqual({
    columns: [
      { name: 'name', count: many },
      { name: 'label', count: 15 },
    ],
    sessions: [{ no: 2, count: all }],
  });

  const keys = async (order: CallInput<'conflicts.list'>['order']): Promise<unknown[]> =>
    (await list({ limit: 3, order })).entries.map(({ key }) => Object.values(key)[0]);
  expect(await keys({ by: 'record', descending: false })).toEqual(['K1', 'K2', 'K3']);
  expect(await keys({ by: 'record', descending: true })).toEqual([24, 23, 22]);
  expect(
    (await keys({ by: 'type', descending: false })).every((key) => [20, 21, 22, 23, 24].includes(Number(key))),
  ).toBe(true);
  expect((await list({ limit: 1, order: { by: 'raised', descending: false } })).entries[0]?.no).toBe(1);
  expect((await list({ limit: 1, order: { by: 'table', descending: true } })).entries[0]?.table).toEqual(tag);

  // K77, K770 … K779, and K177, K1770 …: keys and all three versions are searched, words together, without case.
  const found = (await list({ text: 'k77 MINE' })).entries.map(({ key }) => key['category_id']);
  expect(new Set(found)).toEqual(new Set(['K77', ...Array.from({ length: 10 }, (_, n) => `K77${n}`)]));
  expect(await shown({ text: 'Start 2999' })).toBe(1);
  const words: readonly [string, number][] = [
    ['100%', 5],
    ['hub_1', 5],
    ['größe', 5],
    ['Grün', 5],
    ['a\\b', 5],
    ['%', 5],
    ['_', 5],
    ['"mine"', 5],
    ['no such word', 0],
    // Names of columns, and what JSON is made of, are no cells.
    ['label', 0],
    ['null', 0],
    [',', 0],
    [':', 0],
  ];
  for (const [text, count] of words) expect(await shown({ text, table: tag }), text).toBe(count);
  expect(await shown({ text: 'mine', table: tag, type: 'local-insert/hub-insert', upTo: 3002 })).toBe(
    app.inbox.numbers({ table: tag, type: 'local-insert/hub-insert', upTo: 3002 }).length,
  );
});

test('an entry knows its place and its neighbours under every filter, also when the filter leaves it out', async () => {
  const { call } = await openMany();
  const filters: readonly CallInput<'conflicts.get'>['filter'][] = [
    {},
    { tab: 'undecided', table: tag },
    { text: 'k77' },
    { upTo: 1500, table: category },
  ];
  for (const filter of filters) {
    const { entries, shown } = await call('conflicts.list', { ...filter, limit: 1000, offset: 0 });
    for (const at of [0, 1, Math.floor(entries.length / 2), entries.length - 1]) {
      const no = entries[at]?.no ?? 0;
      const { place } = await call('conflicts.get', { no, filter });
      const next = entries[at + 1]?.no ?? (at + 1 === shown ? null : no - 1);
      expect(place).toEqual({ at: at + 1, of: shown, listed: true, previous: entries[at - 1]?.no ?? null, next });
    }
  }
  const { place } = await call('conflicts.get', { no: 1500, filter: { table: tag } });
  expect(place).toMatchObject({ of: 15, listed: false });
});

test('an inbox from before there was a search text gets it when it is opened, and loses no entry (migration 2 → 3)', async () => {
  const scene = await openInboxScene(rowsUpTo(20));
  await scene.app.close();
  scene.db
    .exec(`drop trigger _concord_conflict_text_gone; drop table _concord_conflict_text; drop index _concord_conflict_find;
    create index _concord_conflict_table on _concord_conflict (table_name, state);
    update _concord_meta set value = '2' where name = 'inbox'`);
  const app = await openTestApp({ file: scene.file, hub: scene.stage.url ?? '' });
  expect([app.inbox.numbers({ text: 'MINE k7' }), app.inbox.numbers({}).length]).toEqual([[7], 20]);
  scene.db.exec('delete from _concord_conflict where no = 7');
  expect(scene.db.prepare('select count(*) from _concord_conflict_text').pluck().get()).toBe(19);
});
