// A small replica for the grid's tests: sites, orders that point to them, and lines with a key of two columns.

import { onTestFinished } from 'vitest';
import { linksOf } from '../../../main/data/links.ts';
import { createPager, type Pager } from '../../../main/data/pager.ts';
import type { GridQuery } from '../../../main/data/condition.ts';
import type { EditDesk } from '../../../main/data/record.ts';
import { provision } from '../../../main/replica/provision.ts';
import { openReplica, type Replica } from '../../../main/replica/replica.ts';
import type { TrackedTable } from '../../../main/replica/tracked-table.ts';
import type { Cell } from '../../../main/sync/cell.ts';
import type { Direction, Schema } from '../../../main/sync/schema.ts';
import { temporaryFile } from '../../support/files.ts';
import { column, relation, scopeOf, table } from '../../support/schemas.ts';

const money = { precisionSpecified: true, precision: 10, scaleSpecified: true, scale: 2 };

const schema: Schema = {
  tables: [
    table(
      'sites',
      [
        column('number', 'text', { maxLength: 8 }),
        column('name', 'text', { nullable: false, maxLength: 20 }),
        column('above', 'text'),
      ],
      ['number'],
    ),
    table(
      'orders',
      [
        column('id', 'long'),
        column('title', 'text', { maxLength: 40 }),
        column('site', 'text'),
        column('amount', 'decimal', money),
        column('start', 'datetime'),
        column('signed', 'bool'),
        column('photo', 'bytes'),
        column('reference', 'text'),
      ],
      ['id'],
    ),
    table('lines', [column('order_id', 'long'), column('no', 'int'), column('what', 'text')], ['order_id', 'no']),
  ],
  relations: [
    relation('sites', ['above'], 'sites', ['number']),
    relation('orders', ['site'], 'sites', ['number']),
    relation('lines', ['order_id'], 'orders', ['id']),
  ],
  filters: [],
};

/** The replica, its pager and its desk, with everything in step at first. */
export interface Office {
  readonly replica: Replica;
  readonly pager: Pager;
  readonly desk: EditDesk;
  table(name: string): TrackedTable;
  /** Writes as a program would that knows nothing of Concord. */
  exec(sql: string): void;
  /** The ids of a page of orders. */
  ids(query?: Partial<GridQuery> & { limit?: number; offset?: number }): Promise<Cell[]>;
}

/** Everything. */
export const all: GridQuery = { filters: [], text: '', only: 'all', sort: [] };

/** Opens an office with three sites, twelve orders (or what `sql` says instead) and a few lines. */
export async function openOffice(
  options: { sql?: string; directions?: Readonly<Record<string, Direction>>; before?: string } = {},
): Promise<Office> {
  const replica = await openReplica(temporaryFile(), { create: true });
  onTestFinished(() => replica.close());
  const scope = scopeOf(schema);
  const tables = scope.setup.tables.map((item) => ({
    ...item,
    direction: options.directions?.[item.name] ?? item.direction,
  }));
  const applied = (sql: string): void => {
    replica.db.run('update _concord_clock set applying = 1');
    replica.db.exec(sql);
    replica.db.run('update _concord_clock set applying = 0');
  };
  await replica.write(() => {
    if (options.before) replica.db.exec(options.before);
    provision(replica.db, { ...scope, setup: { ...scope.setup, tables } });
    applied(options.sql ?? sampleRows);
  });
  const reopened = await openReplica(replica.file);
  onTestFinished(() => reopened.close());
  const find = (name: string): TrackedTable => {
    const found = [...reopened.tables().values()].find((item) => item.physical === name);
    if (!found) throw new Error(`no table ${name}`);
    return found;
  };
  const pager = createPager(reopened.reader, (item) => linksOf(reopened.reader, item, reopened.tables().values()));
  return {
    replica: reopened,
    pager,
    table: find,
    desk: { db: reopened.db, records: reopened.records, tables: () => reopened.tables() },
    exec: (sql) => replica.db.exec(sql),
    async ids({ limit = 100, offset = 0, ...query } = {}) {
      const { rows } = await pager.page(find('orders'), { ...all, ...query, limit, offset });
      return rows.map((row) => row.key['id'] ?? null);
    },
  };
}

const sampleRows = `
insert into sites values ('S-1', 'Hall B', null), ('S-2', 'annex', 'S-1'), ('S-3', 'Zoo', null);
insert into orders values
  (1, 'Boiler service', 'S-1', '95.50', '2026-06-01T07:30:00', 1, x'0102', 'PO-1'),
  (2, 'Pump exchange', 'S-2', '1000.00', '2026-06-01 14:00:00', 0, null, 'PO-2'),
  (3, 'boiler exchange', 'S-3', '310.5', '2026-06-15T00:00:00', 0, null, null),
  (4, 'Leak 50%', null, null, null, null, null, ''),
  (5, 'Filter_change', 'S-2', '-3.00', '2026-06-16T08:00:00', 1, null, 'PO-10');
insert into lines values (1, 1, 'valve'), (1, 2, 'pipe'), (2, 1, 'pump');
`;
