// The colleague at work on a file with the office's rows and constraints: 300 edits leave it whole.

import { copyFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createColleague, type Colleague, type ColleagueDoors, type RecentEdit } from '../../../main/demo/colleague.ts';
import { createRandom } from '../../../main/demo/dice.ts';
import { createOffice, officeTables } from '../../../main/demo/office.ts';
import { openWriter, type Writer } from '../../../main/sqlite/database.ts';
import { writeTransaction } from '../../../main/sqlite/transaction.ts';
import { temporaryFolder, today } from './files.ts';

const path = temporaryFolder();
beforeAll(() => createOffice(path('office.db'), { today }));

interface Desk {
  readonly db: Writer;
  readonly colleague: Colleague;
  readonly log: string[];
}

let files = 0;

function sitDown(seed: number, doors: Partial<ColleagueDoors> = {}): Desk {
  const file = path(`desk${files++}.db`);
  copyFileSync(path('office.db'), file);
  const db = openWriter(file);
  onTestFinished(() => db.close());
  const log: string[] = [];
  const colleague = createColleague({
    edit: (work) => writeTransaction(db, () => work(db)),
    recent: () => Promise.resolve([]),
    synchronize: () => Promise.resolve(void log.push('synchronised')),
    random: createRandom(seed),
    now: () => today,
    ...doors,
  });
  return { db, colleague, log };
}

async function steps(colleague: Colleague, count: number): Promise<string[]> {
  const told: string[] = [];
  for (let step = 0; step < count; step++) told.push(await colleague.step());
  return told;
}

const counts = (db: Writer): Record<string, number> =>
  Object.fromEntries(officeTables.map((table) => [table, Number(db.value(`select count(*) from ${table}`))]));

describe('300 steps', () => {
  it('keep every constraint, and synchronise after each', async () => {
    const { db, colleague, log } = sitDown(5);
    const before = counts(db);
    const told = await steps(colleague, 300);
    expect(db.all('pragma foreign_key_check')).toEqual([]);
    expect(db.value('pragma integrity_check')).toBe('ok');
    expect(db.value(`select count(*) from bookings where finish <= start`)).toBe(0);
    expect(log).toHaveLength(300);
    expect(told.every((sentence) => /^Anna Berger \S.+\.$/.test(sentence))).toBe(true);
    const after = counts(db);
    for (const table of [
      'customers',
      'technicians',
      'technician_skills',
      'products',
      'stock_movements',
      'site_photos',
    ]) {
      expect(after[table]).toBe(before[table]);
    }
    expect(told.filter((sentence) => sentence.includes(' added work order'))).not.toEqual([]);
    expect(told.filter((sentence) => sentence.includes(' deleted '))).not.toEqual([]);
    expect(told.filter((sentence) => sentence.includes(' set ')).length).toBeGreaterThan(200);
    expect(told.filter((sentence) => sentence.includes('nothing'))).toEqual([]);
  });

  it('are the same for the same seed', async () => {
    const [one, two] = [sitDown(9), sitDown(9)];
    expect(await steps(one.colleague, 80)).toEqual(await steps(two.colleague, 80));
  });

  it('change one to three cells of one row, beside its moment and the order’s amount', async () => {
    const { db, colleague } = sitDown(11);
    db.exec(`create temp table seen as select * from work_orders`);
    await steps(colleague, 40);
    const changed = db.all<Record<string, unknown>>(
      `select w.number from work_orders w join temp.seen s using (number) where w.updated is not s.updated`,
    );
    expect(changed.length).toBeGreaterThan(10);
    expect(db.value(`select max(updated) from work_orders`)).toBe('2026-06-15 10:46:00');
  });
});

const userEdit: RecentEdit = {
  table: 'work_orders',
  key: { number: 'WO-10482' },
  changed: { status: 'Done', site_phone: '040 555 0177' },
};

describe('a record that the user is at', () => {
  it('is edited in a column that the user changed, with another value, and in one more', async () => {
    const overlaps = await Promise.all(
      Array.from({ length: 12 }, async (_, seed) => {
        const { db, colleague } = sitDown(seed, { recent: () => Promise.resolve([userEdit]) });
        const before = db.get<Record<string, unknown>>(`select * from work_orders where number = 'WO-10482'`) ?? {};
        await colleague.step();
        const after = db.get<Record<string, unknown>>(`select * from work_orders where number = 'WO-10482'`) ?? {};
        const changed = Object.keys(after).filter((name) => after[name] !== before[name] && name !== 'updated');
        if (changed.length === 0) return false;
        const shared = changed.filter((name) => name in (userEdit.changed ?? {}));
        expect(shared).toHaveLength(1);
        expect(changed).toHaveLength(2);
        for (const name of shared) expect(after[name]).not.toBe(userEdit.changed?.[name]);
        return true;
      }),
    );
    expect(overlaps.filter(Boolean).length).toBeGreaterThanOrEqual(9);
  });

  it('is met within three steps nearly always, and then mostly left in peace until it is sent', async () => {
    const { colleague } = sitDown(21, { recent: () => Promise.resolve([userEdit]) });
    const told = await steps(colleague, 40);
    const met = told.map((sentence) => sentence.includes('WO-10482.'));
    expect(met.slice(0, 3)).toContain(true);
    expect(met.filter(Boolean).length).toBeLessThan(14);
  });

  it('is now and then deleted if nothing refers to it, never if something does', async () => {
    const { db } = sitDown(0);
    const line = { work_order: 'WO-10482', line_no: 2 };
    const ends = await Promise.all(
      Array.from({ length: 30 }, async (_, seed) => {
        const desk = sitDown(seed, {
          recent: () =>
            Promise.resolve([
              { table: 'work_order_lines', key: line },
              { ...userEdit, changed: undefined },
            ]),
        });
        await steps(desk.colleague, 2);
        expect(desk.db.value(`select count(*) from work_orders where number = 'WO-10482'`)).toBe(1);
        return desk.db.value(`select count(*) from work_order_lines where work_order = 'WO-10482' and line_no = 2`);
      }),
    );
    expect(db.value(`select count(*) from work_order_lines where work_order = 'WO-10482'`)).toBe(2);
    expect(ends).toContain(0);
    expect(ends.filter((left) => left === 1).length).toBeGreaterThan(15);
  });

  it('gets a twin if it is a new work order of the user’s', async () => {
    const fresh = { table: 'work_orders', key: { number: 'WO-10507' }, changed: { title: 'Leak' } };
    const { db, colleague } = sitDown(2, { recent: () => Promise.resolve([fresh]) });
    await steps(colleague, 3);
    expect(db.value(`select count(*) from work_orders where number = 'WO-10507'`)).toBe(1);
    expect(db.all('pragma foreign_key_check')).toEqual([]);
  });

  it('may be gone, in an unknown table, or have a strange key', async () => {
    const recent = [
      { table: 'bookings', key: { id: 'gone' } },
      { table: 'notes', key: { id: 1 } },
      { table: 'sites', key: {} },
      { table: 'products', key: { id: { base64: 'AA==' } } },
    ];
    const { db, colleague } = sitDown(3, { recent: () => Promise.resolve(recent) });
    const told = await steps(colleague, 20);
    expect(told).toHaveLength(20);
    expect(db.all('pragma foreign_key_check')).toEqual([]);
  });
});

describe('the schedule', () => {
  it('steps again and again until it is stopped', async () => {
    const reported: string[] = [];
    const { colleague } = sitDown(4, {
      schedule: { every: 6, spread: 4 },
      report: (sentence) => reported.push(sentence),
    });
    colleague.start();
    colleague.start();
    await expect.poll(() => reported.length, { timeout: 5000 }).toBeGreaterThan(4);
    await colleague.stop();
    const { length } = reported;
    await sleep(40);
    expect(reported).toHaveLength(length);
  });

  it('goes on after a failure, which is told', async () => {
    const failures: unknown[] = [];
    const { colleague } = sitDown(6, {
      schedule: { every: 4, spread: 2 },
      synchronize: () => Promise.reject(new Error('the hub is away')),
      failed: (problem) => failures.push(problem),
    });
    colleague.start();
    await expect.poll(() => failures.length, { timeout: 5000 }).toBeGreaterThan(2);
    await colleague.stop();
    await expect(colleague.step()).rejects.toThrow('the hub is away');
  });

  it('does one step at a time', async () => {
    let under = 0;
    let most = 0;
    const { colleague } = sitDown(8, {
      synchronize: async () => {
        most = Math.max(most, ++under);
        await sleep(3);
        under--;
      },
    });
    await Promise.all([colleague.step(), colleague.step(), colleague.step()]);
    expect(most).toBe(1);
  });
});
