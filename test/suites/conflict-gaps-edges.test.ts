// CG-h … CG-p: many conflicts, conflicts beside errors, clocks, and transactions of other programs (CONFORMANCE 7), in process
// and over HTTP. Left out: CG-l (a replica has no policy of its own to set) and CG-q (it stands with the losses).

import { describe, expect, test } from 'vitest';
import { categoryScene, insert, nameIn, openEntries, rename } from '../support/category.ts';
import { expectQuiet, expectSettled } from '../support/closing.ts';
import { countCalls, spoilRows } from '../support/wire-faults.ts';
import { expectSession, liveCounters } from '../support/figures.ts';
import { bindings, type SyncOptions } from '../support/stage.ts';
import { testOurs } from '../support/stock-site.ts';

describe.each(bindings)('conflict gaps %s', (binding) => {
  test(
    'CG-h 5,000 conflicts in several parts: each is parked once, nothing else waits',
    { timeout: 180_000 },
    async () => {
      const rows = 5000;
      const count = `with recursive n (i) as (select 1 union all select i + 1 from n where i < ${rows})`;
      const text = 'so that the rows fill several parts of a hundred kilobytes';
      const { stage, a, b } = await categoryScene(
        { binding, batchKb: 100 },
        `insert into category (category_id, name, "extra note") ${count} select 'h' || i, 'Start ' || i, '${text}' from n;`,
      );
      const all = (name: string): string =>
        `update category set name = '${name} ' || category_id where category_id like 'h%'`;
      stage.hubDb.exec(all('HUB'));
      a.db.exec(all('REP'));
      const calls = new Map<number, number>();
      const downloaded: unknown[] = [];
      const [conflicts, plain] = liveCounters('CG-h');
      await expectSession(a, conflicts, {
        wire: countCalls(calls),
        remote: spoilRows((row, batch) => (batch.rows[0] === row && downloaded.push(batch), row)),
      });
      expect(downloaded.length).toBeGreaterThan(2);
      if (binding === 'over HTTP') expect(calls.get(4)).toBeGreaterThan(2);
      expect(a.inbox.counts()).toMatchObject({ undecided: rows });
      const keys = a.db.prepare('select count(distinct key) from _concord_conflict').pluck().get();
      expect(keys).toBe(rows);
      stage.hubDb.exec(all('HUB2'));
      await expectSession(a, plain);
      expect(a.inbox.counts()).toMatchObject({ undecided: rows });
      const found = a.inbox.list({ text: 'h77', limit: 50, offset: 0 }).entries;
      expect(found.filter((entry) => entry.key['category_id'] === 'h77')).toMatchObject([
        { versions: { mine: { name: 'REP h77' }, theirs: { name: 'HUB2 h77' } } },
      ]);
      await expectSettled(stage, [a, b]);
    },
  );

  test('SF-05 W-287 c with triggers of the owner too, an open entry follows the hub each time', async () => {
    const { stage, a } = await categoryScene({ binding }, insert('R1', 'Start'));
    a.db.exec('create trigger looks_on after update on category begin select 1; end');
    stage.hubDb.exec(rename('R1', 'HUB'));
    a.db.exec(rename('R1', 'REP'));
    await a.sync();
    for (const name of ['HUB2', 'HUB3', 'HUB4']) {
      stage.hubDb.exec(rename('R1', name));
      await a.sync();
      expect(openEntries(a)).toMatchObject([{ versions: { mine: { name: 'REP' }, theirs: { name } } }]);
    }
  });

  test('CG-i1 a conflict and an error in one table', async () => {
    const { stage, a, b, c } = await categoryScene({ binding }, insert('R1', 'Start'));
    a.db.exec('create unique index one_name on category (name)');
    stage.hubDb.exec(rename('R1', 'HUB') + insert('Z1', 'Z1') + insert('Z2', 'Z2'));
    a.db.exec(rename('R1', 'REP'));
    await expectSession(a, liveCounters('CG-i1')[0], {
      errorPolicy: 'continue',
      remote: spoilRows((row) => (row[0] === 'Z1' ? row.with(2, 'Z2') : row)),
    });
    expect([nameIn(a, 'R1'), nameIn(a, 'Z1'), nameIn(a, 'Z2')]).toEqual(['HUB', 'Z2', '-']);
    expect(openEntries(a)).toMatchObject([{ key: { category_id: 'R1' } }]);
    expect(a.errors()).toMatchObject([{ key: { category_id: 'Z2' }, state: 'parked' }]);
    stage.hubDb.exec(rename('Z1', 'Z1 again') + rename('Z2', 'Z2 again'));
    await expectSession(a, 'D2 AC2');
    expect(a.errors()).toEqual([]);
    await expectSettled(stage, [a, b, c]);
  });

  test('CG-i2 the hub’s row cannot be written over a local change: one error in sight, and nothing is lost', async () => {
    const { stage, a, b, c } = await categoryScene({ binding }, insert('R1', 'Start'));
    a.db.exec('create unique index one_name on category (name)');
    stage.hubDb.exec(rename('R1', 'X'));
    a.db.exec(rename('R1', 'REP') + insert('Q', 'X'));
    await expectSession(a, liveCounters('CG-i2')[0], { errorPolicy: 'continue' });
    expect([nameIn(a, 'R1'), nameIn(stage, 'R1'), nameIn(stage, 'Q')]).toEqual(['REP', 'X', 'X']);
    expect(a.inbox.counts().undecided).toBe(0);
    expect(a.errors()).toMatchObject([{ key: { category_id: 'R1' }, row: { name: 'X' }, state: 'parked' }]);
    await expectQuiet([a]);
    expect(nameIn(a, 'R1')).toBe('REP');
    // Once the name is free and the hub's row comes again, the local value meets it as the conflict it is.
    a.db.exec(rename('Q', 'Y'));
    stage.hubDb.exec(rename('R1', 'X2'));
    await expectSession(a, 'U1 AS1 D1 AC1 RC1');
    expect(a.errors()).toEqual([]);
    expect(openEntries(a)).toMatchObject([
      { versions: { base: { name: 'Start' }, mine: { name: 'REP' }, theirs: { name: 'X2' } } },
    ]);
    await expectSettled(stage, [a, b, c]);
  });

  test('CG-i2 by the product’s error policy the row is tried again, and meets the local change as a conflict', async () => {
    const { stage, a, b, c } = await categoryScene({ binding }, insert('R1', 'Start'));
    a.db.exec('create unique index one_name on category (name)');
    stage.hubDb.exec(rename('R1', 'X'));
    a.db.exec(rename('R1', 'REP') + insert('Q', 'X'));
    await expectSession(a, liveCounters('CG-i2')[0]);
    expect(a.errors()).toMatchObject([{ key: { category_id: 'R1' }, state: 'open' }]);
    a.db.exec(rename('Q', 'Y'));
    await expectSession(a, 'U1 AS1 AC1 RC1');
    expect(a.errors()).toEqual([]);
    expect(openEntries(a)).toMatchObject([
      { versions: { base: { name: 'Start' }, mine: { name: 'REP' }, theirs: { name: 'X' } } },
    ]);
    const no = openEntries(a)[0]?.no ?? 0;
    await a.inbox.resolve({ no, choice: { keep: 'mine' }, by: 'Ann' });
    await expectSession(a, 'U1 AS1');
    expect(nameIn(stage, 'R1')).toBe('REP');
    await expectSettled(stage, [a, b, c]);
  });

  test('CG-k L35 the skip trap: why the product offers no skip (W-220)', async () => {
    const { stage, a, b, c } = await categoryScene({ binding }, insert('k1', 'Start'));
    stage.hubDb.exec(rename('k1', 'HUB'));
    a.db.exec(rename('k1', 'REP'));
    const [skipped, quiet] = liveCounters('CG-k');
    await expectSession(a, skipped, { hooks: { onConflict: () => ({ resolution: 'server-wins' }) } });
    await expectSession(a, quiet);
    expect([nameIn(stage, 'k1'), nameIn(a, 'k1')]).toEqual(['HUB', 'REP']);
    stage.hubDb.exec(rename('k1', 'HUB2'));
    await expectSession(a, 'D1 AC1 rcC0 rcS0');
    expect([nameIn(a, 'k1'), a.inbox.counts().undecided]).toEqual(['HUB2', 0]);
    await expectSettled(stage, [a, b, c]);
  });

  test('CG-m a change in the instant of the selection goes once, in this session or the next', async () => {
    const { stage, a, b, c } = await categoryScene({ binding }, insert('m1', 'Start'));
    let sent = 0;
    for (let i = 0; i < 20; i++) {
      const { U, RC } = await a.counts({ enter: (phase) => phase === 'upload' && a.db.exec(rename('m1', `REP ${i}`)) });
      expect(RC).toBe(0);
      sent += U;
    }
    expect((await a.counts()).U + sent).toBe(20);
    expect(nameIn(stage, 'm1')).toBe('REP 19');
    await expectSettled(stage, [a, b, c]);
  });

  test('CG-m an own entry as old as the watermark makes no conflict', async () => {
    const { stage, a, b, c } = await categoryScene({ binding }, insert('m2', 'Start'));
    a.db.exec(`insert into _concord_t1 (k0, stamp, gone) select 'm2', last_sync, 0 from _concord_scope`);
    stage.hubDb.exec(rename('m2', 'HUB'));
    await expectSession(a, 'D1 AC1 rcC0 rcS0');
    expect(nameIn(a, 'm2')).toBe('HUB');
    await expectSettled(stage, [a, b, c]);
  });

  test('CG-n another program’s transaction is open across the selection: its change is not lost (L19)', async () => {
    const { stage, a, b, c } = await categoryScene({ binding }, insert('n1', 'Start'));
    const enter: SyncOptions['enter'] = (phase) => {
      if (phase !== 'select') return;
      a.db.exec(`begin immediate; ${rename('n1', 'typed')}`);
      setTimeout(() => a.db.exec('commit'), 80);
    };
    const first = await a.counts({ enter });
    const second = await a.counts();
    expect([first.U + second.U, first.AS + second.AS]).toEqual([1, 1]);
    expect(nameIn(stage, 'n1')).toBe('typed');
    await expectSettled(stage, [a, b, c]);
  });

  test.each([
    ['an hour', 10_000_000],
    ['a day', 1_000_000_000],
  ])('CG-o the clock was %s ahead and is put right: the next change goes (L16, L17, W-162)', async (_, ahead) => {
    const { stage, a, b, c } = await categoryScene({ binding }, insert('o1', 'Start'));
    a.db.exec(`update _concord_clock set stamp = stamp + ${ahead}`);
    await expectSession(a, '');
    a.db.exec(rename('o1', 'typed'));
    await expectSession(a, 'U1 AS1');
    expect(nameIn(stage, 'o1')).toBe('typed');
    stage.hubDb.exec(rename('o1', 'HUB'));
    await expectSession(a, 'D1 AC1');
    await expectSettled(stage, [a, b, c]);
  });

  test('CG-p one conflict among a hundred rows: nothing else waits for it', async () => {
    const ids = Array.from({ length: 100 }, (_, i) => `p${i}`);
    const { stage, a, b, c } = await categoryScene({ binding }, ids.map((id) => insert(id, `Start ${id}`)).join(''));
    a.db.exec(ids.map((id) => rename(id, `REP ${id}`)).join(''));
    stage.hubDb.exec(rename('p7', 'HUB p7'));
    await expectSession(a, liveCounters('CG-p')[0]);
    expect([nameIn(stage, 'p7'), nameIn(stage, 'p8'), nameIn(a, 'p7')]).toEqual(['HUB p7', 'REP p8', 'HUB p7']);
    expect(openEntries(a)).toMatchObject([{ versions: { mine: { name: 'REP p7' } } }]);
    await expectSettled(stage, [a, b, c]);
  });
});

testOurs(
  'CG-h four times the conflicts take about four times the work, in the session and in deciding them',
  async () => {
    const work = async (rows: number): Promise<{ session: number; deciding: number }> => {
      const count = `with recursive n (i) as (select 1 union all select i + 1 from n where i < ${rows})`;
      const { stage, a } = await categoryScene(
        { binding: 'in process' },
        `insert into category (category_id, name) ${count} select 'h' || i, 'Start ' || i from n;`,
      );
      stage.hubDb.exec(`update category set name = 'HUB ' || category_id`);
      a.db.exec(`update category set name = 'REP ' || category_id`);
      const session = await processorTime(() => a.sync());
      const numbers = a.inbox.numbers({ tab: 'undecided' });
      const deciding = await processorTime(() => a.inbox.resolveAll(numbers, { keep: 'mine' }, 'Ann'));
      expect(a.inbox.counts().decided).toBe(rows + 1);
      return { session, deciding };
    };
    await work(500);
    const [few, many] = [await work(2000), await work(8000)];
    expect(many.session / few.session).toBeLessThan(8);
    expect(many.deciding / few.deciding).toBeLessThan(8);
  },
);

/** Milliseconds of processor time: unlike the clock it does not depend on what else the machine does. */
async function processorTime(work: () => Promise<unknown>): Promise<number> {
  const start = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}
