// The sample office as a file: repeatable, whole, and as varied as the screens need it (CL-07).

import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { createOffice, officeName, officeTables, type OfficeProgress } from '../../../main/demo/office.ts';
import { openReader, openWriter, type Reader } from '../../../main/sqlite/database.ts';
import { columnsOf, foreignKeysOf, keyOf, tableNames } from '../../../main/sqlite/introspect.ts';
import { quote, quoteAll } from '../../../main/sqlite/names.ts';
import { cellFault } from '../../../main/sync/value.ts';
import { readPng } from '../../unit/demo/read-png.ts';
import { temporaryFolder, today } from './files.ts';

const path = temporaryFolder();
const file = path('office.db');
const steps: OfficeProgress[] = [];
let db: Reader;

beforeAll(async () => {
  const started = performance.now();
  await createOffice(file, { today, progress: (step) => steps.push(step) });
  console.log(`office of ${steps.at(-1)?.total} rows in ${Math.round(performance.now() - started)} ms`);
  db = openReader(file);
  return () => db.close();
});

const count = (sql: string): number => Number(db.value(sql));

function contentHash(reader: Reader, table: string): string {
  const hash = createHash('sha256');
  for (const row of reader.raw(`select * from ${quote(table)} order by ${quoteAll(keyOf(reader, table))}`).iterate()) {
    hash.update(
      JSON.stringify(row.map((cell) => (cell instanceof Uint8Array ? Buffer.from(cell).toString('hex') : cell))),
    );
  }
  return hash.digest('hex');
}

async function hashes(name: string, options: { seed?: number; today?: Date }): Promise<Record<string, string>> {
  await createOffice(path(name), options);
  const reader = openReader(path(name));
  const made = Object.fromEntries(officeTables.map((table) => [table, contentHash(reader, table)]));
  reader.close();
  return made;
}

describe('an office', () => {
  it('has its name and its tables', () => {
    expect(officeName).toBe('Brunner Field Service');
    expect(tableNames(db)).toEqual([...officeTables].sort());
  });

  it('is the same for the same seed and day, byte by byte, whatever the time of day', async () => {
    const again = await hashes('again.db', { today: new Date(2026, 5, 15, 3, 0) });
    expect(again).toEqual(Object.fromEntries(officeTables.map((table) => [table, contentHash(db, table)])));
    expect(readFileSync(path('again.db')).equals(readFileSync(file))).toBe(true);
  });

  it('is another one for another seed or day', async () => {
    const [base, seed, day] = await Promise.all([
      hashes('base.db', { today }),
      hashes('seed.db', { today, seed: 2 }),
      hashes('day.db', { today: new Date(2026, 5, 16) }),
    ]);
    for (const table of ['customers', 'sites', 'work_orders', 'bookings']) {
      expect(seed[table]).not.toBe(base[table]);
      expect(day[table]).not.toBe(base[table]);
    }
  });

  it.each([3, -1, 2 ** 31 + 0.5])('is whole for seed %d too', async (seed) => {
    await createOffice(path(`whole${seed}.db`), { seed });
    const reader = openReader(path(`whole${seed}.db`));
    expect(reader.all('pragma foreign_key_check')).toEqual([]);
    expect(Number(reader.value(`select count(*) from work_orders`))).toBe(4400);
    reader.close();
  });

  it('tells its progress table by table', () => {
    expect(steps.map((step) => step.table)).toEqual([...officeTables]);
    expect(steps.at(-1)?.written).toBe(steps[0]?.total);
  });

  it('refuses a file that holds tables and leaves it alone', async () => {
    const other = openWriter(path('other.db'), { create: true });
    other.exec('create table mine (a)');
    other.close();
    await expect(createOffice(path('other.db'), { today })).rejects.toThrow('holds tables already');
    const reader = openReader(path('other.db'));
    expect(tableNames(reader)).toEqual(['mine']);
    reader.close();
  });

  it('refuses a file that is no database', async () => {
    writeFileSync(path('text.db'), 'not a database, but long enough to be looked at by SQLite'.repeat(20));
    await expect(createOffice(path('text.db'), { today })).rejects.toMatchObject({ code: 'replica-not-sqlite' });
  });
});

describe('its rows', () => {
  it('are whole', () => {
    expect(db.all('pragma foreign_key_check')).toEqual([]);
    expect(db.value('pragma integrity_check')).toBe('ok');
  });

  it('are some 26,000', () => {
    const counts = Object.fromEntries(officeTables.map((table) => [table, count(`select count(*) from ${table}`)]));
    const total = Object.values(counts).reduce((sum, value) => sum + value, 0);
    expect(total).toBeGreaterThan(24_000);
    expect(total).toBeLessThan(29_000);
    expect(counts).toMatchObject({ technicians: 46, work_orders: 4400, stock_movements: 420 });
    expect(Math.min(...Object.values(counts))).toBeGreaterThan(40);
  });

  it('have keys of every kind', () => {
    const kinds = officeTables.map((table) => {
      const key = columnsOf(db, table).filter((column) => column.keyPosition > 0);
      return `${table}: ${key.map((column) => column.type.toLowerCase()).join(' + ')}`;
    });
    expect(kinds).toEqual([
      'customers: varchar(8)',
      'sites: varchar(8)',
      'technicians: varchar(30)',
      'technician_skills: varchar(30) + varchar(40)',
      'products: integer',
      'work_orders: varchar(10)',
      'work_order_lines: varchar(10) + smallint',
      'bookings: varchar(36)',
      'stock_movements: bigint',
      'site_photos: varchar(8) + smallint',
    ]);
    expect(columnsOf(db, 'technician_skills').every((column) => column.keyPosition > 0)).toBe(true);
    expect(foreignKeysOf(db, 'sites').map(({ parent }) => parent)).toContain('sites');
    expect(count(`select count(*) from sites where parent_site is not null`)).toBeGreaterThan(100);
    expect(count(`select count(*) from bookings where id not glob '????????-????-4???-????-????????????'`)).toBe(0);
    expect(count(`select min(id) from stock_movements`)).toBeGreaterThan(2 ** 31);
  });

  it('use the types that the wire knows', () => {
    const types = officeTables.flatMap((table) =>
      columnsOf(db, table).map(({ type }) => type.toLowerCase().replace(/\(.*/, '')),
    );
    const known = 'bigint bit blob date datetime decimal integer real smallint text time varchar';
    expect([...new Set(types)].sort().join(' ')).toBe(known);
  });

  it('have indexes on their foreign keys', () => {
    for (const table of officeTables) {
      for (const { columns } of foreignKeysOf(db, table)) {
        const first = `select 1 from pragma_index_list(?) l join pragma_index_info(l.name) i where i.seqno = 0 and i.name = ?`;
        expect(db.value(first, table, columns[0] ?? ''), `${table}.${columns[0]}`).toBe(1);
      }
    }
  });
});

const cellTypes: Readonly<Record<string, 'date' | 'datetime' | 'time' | 'decimal' | 'text' | 'bool' | 'long'>> = {
  date: 'date',
  datetime: 'datetime',
  time: 'time',
  decimal: 'decimal',
  varchar: 'text',
  text: 'text',
  bit: 'bool',
  integer: 'long',
  smallint: 'long',
  bigint: 'long',
};

describe('its cells', () => {
  it.each(officeTables)('of %s fit their columns', (table) => {
    for (const { name, type, notNull } of columnsOf(db, table)) {
      const [, base = '', first = '0', second = '0'] =
        /^(\w+)(?:\((\d+)(?:,(\d+))?\))?$/.exec(type.toLowerCase()) ?? [];
      const cellType = cellTypes[base];
      if (!cellType) continue;
      const isDecimal = base === 'decimal';
      const shape = {
        name,
        type: cellType,
        nullable: !notNull,
        unique: false,
        readOnly: false,
        computed: false,
        autoIncrement: false,
        seed: 0,
        step: 0,
        unsigned: false,
        unicode: true,
        databaseType: 0,
        maxLength: isDecimal ? 0 : Number(first),
        precisionSpecified: isDecimal,
        precision: Number(first),
        scaleSpecified: isDecimal,
        scale: Number(second),
      };
      for (const row of db.raw(`select distinct ${quote(name)} from ${quote(table)}`).iterate()) {
        const cell = isDecimal && row[0] !== null ? String(row[0]) : (row[0] ?? null);
        expect(cellFault(shape, cell), `${table}.${name}: ${String(cell)}`).toBeNull();
      }
    }
  });

  it('that are amounts are the sum of the lines', () => {
    const sum = `select round(sum(round(quantity * price * (100 - coalesce(discount_percent, 0)))) / 100, 2) from work_order_lines l where l.work_order = o.number`;
    expect(
      count(`select count(*) from work_orders o where abs(coalesce(amount, 0) - coalesce((${sum}), 0)) > 0.011`),
    ).toBe(0);
  });

  it('that are pictures are PNG files of 2 to 20 KB in the size that is given', () => {
    const photos = db.all<{ width: number; height: number; picture: Uint8Array }>(`select * from site_photos`);
    for (const { width, height, picture } of photos) {
      expect(readPng(picture)).toMatchObject({ width, height });
      expect(picture.length).toBeGreaterThan(2_000);
      expect(picture.length).toBeLessThan(20_000);
    }
  });

  it('that are notes are mostly short, some of 1–2 KB, and none looks like a date (W-76)', () => {
    const long = count(`select count(*) from work_orders where length(notes) between 1000 and 2000`);
    expect(long).toBeGreaterThan(30);
    expect(count(`select max(length(notes)) from work_orders`)).toBeLessThan(2500);
    expect(
      count(`select count(*) from work_orders where notes glob '[0-9][0-9][0-9][0-9]-*' or notes like '%{%'`),
    ).toBe(0);
  });

  it('follow the calendar: what is done lies behind, what is planned ahead', () => {
    const status = (list: string, when: string): number =>
      count(`select count(*) from work_orders where status in (${list}) and ${when}`);
    expect(status(`'Done', 'Invoiced'`, `start >= '2026-06-16'`)).toBe(0);
    expect(status(`'Scheduled'`, `start < '2026-06-15'`)).toBe(0);
    expect(status(`'Scheduled'`, `start >= '2026-06-15'`)).toBeGreaterThan(30);
    expect(status(`'Invoiced'`, '1')).toBeGreaterThan(3000);
    for (const value of ['New', 'In progress', 'On hold', 'Done']) expect(status(`'${value}'`, '1')).toBeGreaterThan(8);
    expect(
      count(`select count(*) from work_orders where created >= '2026-06-15' or created > updated or start < created`),
    ).toBe(0);
    expect(count(`select count(*) from bookings where finish <= start`)).toBe(0);
  });
});

describe('the records of the pictures', () => {
  it('are there', () => {
    const order = db.get(`select * from work_orders where number = 'WO-10482'`);
    expect(Object.keys(order ?? {})).toHaveLength(19);
    expect(order).toMatchObject({
      title: 'Boiler service',
      site: 'S-0198',
      status: 'In progress',
      technician: 'jonas.weiss',
      amount: 1240,
      start: '2026-06-16 09:00:00',
      notes: 'Burner cleaned. Gasket to follow.',
      site_phone: '040 555 0142',
    });
    expect(count(`select count(*) from work_order_lines where work_order = 'WO-10482'`)).toBe(2);
    expect(db.value(`select number from bookings where work_order = 'WO-10482'`)).toBe('B-7731');
    const site = db.get(`select * from sites where number = 'S-0418'`);
    expect(Object.keys(site ?? {})).toHaveLength(16);
    expect(site).toMatchObject({
      name: 'Harbour View Hotel, boiler house',
      parent_site: 'S-0417',
      access_code: '4410#',
      contact: 'Dana Holm, reception',
      address: 'Quay 7, 20457 Hamburg',
    });
    expect(db.value(`select max(number) from work_orders`)).toBe('WO-10506');
    expect(db.value(`select name || ' ' || price from products where article_no = 'BN-055'`)).toBe(
      'Burner nozzle 0.55 gal 38.2',
    );
    expect(db.value(`select name from customers where number = 'C-1187'`)).toBe('Dr Hansen, dental practice');
  });
});
