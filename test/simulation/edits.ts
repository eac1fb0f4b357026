// Random writes of a plain program: it knows nothing of Concord and uses whatever SQL offers.

import type { Dice } from '../../main/demo/dice.ts';
import type { Ledger, SimTable, Site } from './ledger.ts';

/** The tables: a number as key, a key of two parts of which one is a text, and a child of the first. Parents first. */
export const tables: readonly SimTable[] = [
  { name: 'item', key: ['id'], cells: ['a', 'b', 'c'] },
  { name: 'note', key: ['page', 'line'], cells: ['body', 'extra'] },
  { name: 'part', key: ['id'], cells: ['label', 'hint'], parent: 'item' },
];

/** How children hold on to their parents. */
export type Hold = 'none' | 'at once' | 'at the commit' | 'cascade';

/** What makes the tables on the hub, and in files that had them before. */
export function schemaWith(hold: Hold): string {
  const clauses: Readonly<Record<Hold, string>> = {
    none: '',
    'at once': 'references item (id)',
    'at the commit': 'references item (id) deferrable initially deferred',
    cascade: 'references item (id) on delete cascade',
  };
  return `
    create table item (id integer primary key, a text, b text, c text);
    create table note (page varchar(10) not null, line integer not null, body text, extra text, primary key (page, line));
    create table part (id integer primary key, item integer ${clauses[hold]}, label text, hint text);`;
}

/** Triggers of the owner's that write elsewhere: whoever applies rows must then look at what becomes of them (W-287 c). */
export const witnesses = `create table if not exists witness (what text);
  ${tables
    .flatMap(({ name }) =>
      ['insert', 'update', 'delete'].map(
        (event) => `create trigger if not exists ${event}_${name} after ${event} on ${name}
          begin insert into witness values ('${event} ${name}'); end;`,
      ),
    )
    .join('\n')}`;

/** One statement with its values. */
export interface Statement {
  readonly sql: string;
  readonly values: readonly unknown[];
}

/** What a program has at hand when it makes up a statement. */
export interface Pen {
  readonly dice: Dice;
  readonly ledger: Ledger;
  readonly site: Site;
  /** Everybody who writes. */
  readonly sites: readonly Site[];
}

/** Runs one to three random statements at a site, now and then as one transaction. What the tables refuse is left out. */
export async function editAtRandom(pen: Pen, step: string, log: (line: string) => void): Promise<void> {
  const { dice, ledger, site } = pen;
  const together = dice.chance(0.3);
  const times = together ? dice.int(1, 3) : 1;
  await ledger.watch(site, step, 'program', () => {
    if (together) site.db.exec('begin immediate');
    for (let i = 0; i < times; i++) {
      for (const statement of makeStatements(pen)) {
        const refused = run(site, statement);
        log(`${site.name}: ${spell(statement)}${refused === null ? '' : `  -- ${refused}`}`);
      }
    }
    if (together) log(`${site.name}: ${end(site, dice.chance(0.9) ? 'commit' : 'rollback')}`);
  });
}

function run(site: Site, { sql, values }: Statement): string | null {
  try {
    site.db.prepare(sql).run(...values);
    return null;
  } catch (thrown) {
    if (!(thrown instanceof Error) || !/constraint/i.test(thrown.message)) throw thrown;
    return thrown.message;
  }
}

function end({ db }: Site, how: 'commit' | 'rollback'): string {
  try {
    db.exec(how);
    return how;
  } catch (thrown) {
    if (!(thrown instanceof Error) || !/constraint/i.test(thrown.message)) throw thrown;
    db.exec('rollback');
    return `${how}  -- ${thrown.message}`;
  }
}

function spell({ sql, values }: Statement): string {
  return values.reduce<string>((text, value) => text.replace('?', JSON.stringify(value)), sql);
}

type Maker = (pen: Pen, table: SimTable) => Statement | null | readonly Statement[];

const makers: readonly (readonly [Maker, number])[] = [
  [insertRow, 6],
  [updateRow, 8],
  [updateSome, 3],
  [removeRow, 4],
  [removeSome, 1],
  [replaceRow, 2],
  [upsertRow, 2],
  [moveRow, 2],
  [typePast, 2],
  [takeBack, 6],
  [clearCell, 1],
  [linkElsewhere, 2],
];

function makeStatements(pen: Pen): readonly Statement[] {
  const { dice, ledger, site } = pen;
  const there = tables.filter((table) => isThere(site, table));
  if (there.length === 0) return [];
  const table = dice.pick(there);
  const maker = ledger.rows(site, table).size === 0 ? insertRow : dice.weighted(makers);
  const made = maker(pen, table);
  return made === null ? [] : ([made].flat() as Statement[]);
}

function isThere(site: Site, table: SimTable): boolean {
  return site.db.prepare(`select 1 from sqlite_schema where type = 'table' and name = ?`).get(table.name) !== undefined;
}

/** Few keys, so that sites meet at the same ones. */
function anyKey(dice: Dice, table: SimTable): unknown[] {
  return table.key.map((name) => (name === 'page' ? dice.pick(['left', 'right', 'LEFT']) : dice.int(1, 6)));
}

function presentKey({ dice, ledger, site }: Pen, table: SimTable): unknown[] {
  const row = dice.pick([...ledger.rows(site, table).values()]);
  return table.key.map((name) => row[name]);
}

function typed({ dice, ledger, site }: Pen): string | null {
  return dice.chance(0.08) ? null : ledger.fresh(site.name);
}

/** All columns: the key, the link to the parent, the cells. */
function columnsOf({ key, parent, cells }: SimTable): string[] {
  return [...key, ...(parent === undefined ? [] : [parent]), ...cells];
}

/** Mostly one that is there. */
function anyParent({ dice, ledger, site }: Pen): unknown {
  const [parents] = tables;
  const rows = parents ? [...ledger.rows(site, parents).values()] : [];
  if (dice.chance(0.15) || rows.length === 0) return dice.chance(0.5) ? null : dice.int(1, 6);
  return dice.pick(rows)['id'];
}

const where = (table: SimTable): string => table.key.map((name) => `${name} = ?`).join(' and ');

function insertInto(verb: string, pen: Pen, { table, tail = '' }: { table: SimTable; tail?: string }): Statement {
  const names = columnsOf(table);
  const link = table.parent === undefined ? [] : [anyParent(pen)];
  const values = [...anyKey(pen.dice, table), ...link, ...table.cells.map(() => typed(pen))];
  return {
    sql: `${verb} into ${table.name} (${names.join(', ')}) values (${names.map(() => '?').join(', ')})${tail}`,
    values,
  };
}

function insertRow(pen: Pen, table: SimTable): Statement {
  return insertInto('insert', pen, { table });
}

function replaceRow(pen: Pen, table: SimTable): Statement {
  return insertInto('insert or replace', pen, { table });
}

function upsertRow(pen: Pen, table: SimTable): Statement {
  const [first = ''] = table.cells;
  return insertInto('insert', pen, {
    table,
    tail: ` on conflict (${table.key.join(', ')}) do update set ${first} = excluded.${first}`,
  });
}

function updateRow(pen: Pen, table: SimTable): Statement {
  const chosen = table.cells.filter(() => pen.dice.chance(0.5));
  const names = chosen.length > 0 ? chosen : [pen.dice.pick(table.cells)];
  const set = names.map((name) => `${name} = ?`).join(', ');
  return {
    sql: `update ${table.name} set ${set} where ${where(table)}`,
    values: [...names.map(() => typed(pen)), ...presentKey(pen, table)],
  };
}

/** One statement over several records; each gets a text of its own. */
function updateSome(pen: Pen, table: SimTable): Statement {
  const cell = pen.dice.pick(table.cells);
  const own = table.key.map((name) => `'.' || ${name}`).join(' || ');
  return {
    sql: `update ${table.name} set ${cell} = ? || ${own} where ${table.key.at(-1)} > ?`,
    values: [pen.ledger.fresh(pen.site.name), pen.dice.int(0, 5)],
  };
}

/** A parent goes with its children or not at all. */
function removeRow(pen: Pen, table: SimTable): readonly Statement[] {
  const key = presentKey(pen, table);
  const children = tables.filter((item) => item.parent === table.name && isThere(pen.site, item));
  return [
    ...children.map((child) => ({ sql: `delete from ${child.name} where ${table.name} = ?`, values: key })),
    { sql: `delete from ${table.name} where ${where(table)}`, values: key },
  ];
}

/** A child is given to another parent. */
function linkElsewhere(pen: Pen, table: SimTable): Statement | null {
  if (table.parent === undefined) return null;
  return {
    sql: `update ${table.name} set ${table.parent} = ? where ${where(table)}`,
    values: [anyParent(pen), ...presentKey(pen, table)],
  };
}

function removeSome(pen: Pen, table: SimTable): Statement {
  return { sql: `delete from ${table.name} where ${table.key.at(-1)} > ?`, values: [pen.dice.int(2, 6)] };
}

/** Another primary key for a record, sometimes over the head of the one that has it. */
function moveRow(pen: Pen, table: SimTable): Statement {
  const verb = pen.dice.chance(0.4) ? 'update or replace' : 'update';
  const set = table.key.map((name) => `${name} = ?`).join(', ');
  return {
    sql: `${verb} ${table.name} set ${set} where ${where(table)}`,
    values: [...anyKey(pen.dice, table), ...presentKey(pen, table)],
  };
}

/** A value that stood in this cell before is typed again: the way back to the base (Decisions 7). */
function typePast(pen: Pen, table: SimTable): Statement | null {
  const column = pen.dice.pick(table.cells);
  const key = presentKey(pen, table);
  const past = pen.ledger
    .past({ table: table.name, key: JSON.stringify(key), column })
    .filter((value) => !isElsewhere(pen, table, key, value));
  if (past.length === 0) return null;
  return { sql: `update ${table.name} set ${column} = ? where ${where(table)}`, values: [pen.dice.pick(past), ...key] };
}

/** A text stands in one record only, at every site: else nobody could tell which of the two was replaced. */
function isElsewhere({ ledger, sites }: Pen, table: SimTable, own: unknown[], value: string): boolean {
  return sites.some((site) =>
    [...ledger.rows(site, table)].some(
      ([key, row]) => key !== JSON.stringify(own) && Object.values(row).includes(value),
    ),
  );
}

/** The program takes back one of its last changes: an insert, an update or a delete. */
function takeBack(pen: Pen, _table: SimTable): Statement | null {
  const last = pen.ledger.changes(pen.site.name).slice(-3);
  if (last.length === 0) return null;
  const { table, key, before } = pen.dice.pick(last);
  const own = JSON.parse(key) as unknown[];
  if (!before) return { sql: `delete from ${table.name} where ${where(table)}`, values: own };
  const others = columnsOf(table).slice(table.key.length);
  const cells = others.map((name) => before[name]);
  if (cells.some((cell) => typeof cell === 'string' && isElsewhere(pen, table, own, cell))) return null;
  const names = columnsOf(table);
  const set = others.map((name) => `${name} = excluded.${name}`).join(', ');
  return {
    sql: `insert into ${table.name} (${names.join(', ')}) values (${names.map(() => '?').join(', ')})
      on conflict (${table.key.join(', ')}) do update set ${set}`,
    values: [...own, ...cells],
  };
}

function clearCell(pen: Pen, table: SimTable): Statement {
  return {
    sql: `update ${table.name} set ${pen.dice.pick(table.cells)} = null where ${where(table)}`,
    values: presentKey(pen, table),
  };
}
