// The plain SQL that tracks one table: shadow tables and triggers, so that any program's write is seen (Decisions 1–7).

import type { UniqueIndex } from '../sqlite/introspect.ts';
import { pairs, quote } from '../sqlite/names.ts';
import { held } from './layout.ts';
import type { TrackedTable } from './tracked-table.ts';

/** Next stamp: past the last one and not below the clock, in 17 digits (W-162). */
export const tick = `update _concord_clock set stamp = max(stamp + 1, cast(replace(strftime('%Y%m%d%H%M%f', 'now'), '.', '') as integer));`;
const now = `strftime('%Y-%m-%dT%H:%M:%fZ', 'now')`;
const offered = `(select offered from _concord_clock)`;

/** The statements that make a table's shadow tables; they are kept when they exist. Declarations: of the key. */
export function shadowTables(
  table: TrackedTable,
  declarations: readonly string[],
  indexes: readonly UniqueIndex[],
): string[] {
  const keys = table.keyNames.map((name, at) => `${name} ${declarations[at] ?? ''}`).join(', ');
  const key = `primary key (${table.keyNames.join(', ')})`;
  const cells = table.cellNames.join(', ');
  return [
    `create table if not exists ${table.entries} (${keys}, stamp integer not null, gone integer not null, at text,
       held integer not null default 0, who text, ${key}) without rowid`,
    // Each decision asks which held changes stand behind its record; they are few among many entries.
    `create index if not exists ${table.entries}_held on ${table.entries} (stamp) where held = ${held.behindConflict} and stamp > 0`,
    `create table if not exists ${table.bases} (${keys}, ${cells}, ${key}) without rowid`,
    `create table if not exists ${table.images} (${keys}, mark integer not null, gone integer not null, ${cells}, ${key}) without rowid`,
    ...(indexes.length > 0
      ? [`create table if not exists ${table.notes} (${keys}, ${cells}, ${key}) without rowid`]
      : []),
  ];
}

/** The names and texts of a table's triggers. Indexes: unique ones other than the key (W-287 a). */
export function trackingTriggers(table: TrackedTable, indexes: readonly UniqueIndex[]): ReadonlyMap<string, string> {
  const sql = createParts(table, indexes);
  const { base } = table;
  const active = `(select applying from _concord_clock) = 0`;
  const keyed = (prefix: string): string =>
    table.key.map((name) => `${prefix}${quote(name)} is not null`).join(' and ');
  const keyChanged = `not (${pairs(sql.key('old.'), 'is', sql.key('new.'))})`;
  const changed = pairs(sql.cells('old.'), 'is not', sql.cells('new.'), ' collate binary or ');
  const keyColumns = table.key.map(quote).join(', ');
  const make = (suffix: string, event: string, when: string, body: string): [string, string] => {
    const name = `_concord_${table.no}_${suffix}`;
    return [name, `create trigger ${name} ${event} on ${base} when ${active} and ${when} begin ${body} end`];
  };
  return new Map([
    make('replace', 'before insert', keyed('new.'), sql.replaced + sql.note),
    make(
      'insert',
      'after insert',
      keyed('new.'),
      sql.imageOfTombstone + sql.touch('new.', 0) + sql.settleNotes + sql.reverted,
    ),
    ...(sql.note ? [make('replace_update', 'before update', keyed('new.'), sql.note)] : []),
    make('replace_key', `before update of ${keyColumns}`, `${keyed('new.')} and ${keyChanged}`, sql.replaced),
    make(
      'update',
      'after update',
      `${keyed('new.')} and not (${keyChanged}) and (${changed} collate binary)`,
      sql.image('old.') + sql.saveBase('old.') + sql.touch('new.', 0) + sql.settleNotes + sql.reverted,
    ),
    make('key_from', `after update of ${keyColumns}`, `${keyed('old.')} and ${keyChanged}`, sql.leave('old.')),
    make(
      'key_to',
      `after update of ${keyColumns}`,
      `${keyed('new.')} and ${keyChanged}`,
      sql.imageOfTombstone + sql.touch('new.', 0) + sql.settleNotes + sql.reverted,
    ),
    make('delete', 'after delete', keyed('old.'), sql.leave('old.')),
  ]);
}

interface Parts {
  key(prefix: string): string[];
  cells(prefix: string): string[];
  /** Before an insert: the row that a REPLACE or an upsert is about to overwrite. */
  readonly replaced: string;
  readonly note: string;
  readonly settleNotes: string;
  readonly imageOfTombstone: string;
  readonly reverted: string;
  image(prefix: string): string;
  saveBase(prefix: string): string;
  touch(prefix: string, gone: 0 | 1): string;
  leave(prefix: string): string;
}

function createParts(table: TrackedTable, indexes: readonly UniqueIndex[]): Parts {
  const key = (prefix: string): string[] => table.key.map((name) => prefix + quote(name));
  const cells = (prefix: string): string[] => table.columns.map((column) => prefix + quote(column.name));
  const shadow = createShadow(table);
  const image = (prefix: string): string =>
    shadow.image(`${key(prefix)}, ${offered}, 0, ${cells(prefix)}`, '', shadow.wasOffered(key(prefix)));
  const saveBase = (prefix: string): string =>
    shadow.base(`${key(prefix)}, ${cells(prefix)}`, '', shadow.isClean(key(prefix)));
  const touch = (prefix: string, gone: 0 | 1): string => tick + shadow.entry(key(prefix).join(', '), gone);
  const from = `from ${table.base} as present where ${pairs(key('present.'), '=', key('new.'))} and`;
  const notes = noteParts(table, indexes, shadow);
  return {
    key,
    cells,
    image,
    saveBase,
    touch,
    leave: (prefix) => image(prefix) + saveBase(prefix) + touch(prefix, 1),
    replaced:
      shadow.image(`${key('present.')}, ${offered}, 0, ${cells('present.')}`, from, shadow.wasOffered(key('new.'))) +
      shadow.base(`${key('present.')}, ${cells('present.')}`, from, shadow.isClean(key('new.'))),
    imageOfTombstone: shadow.image(
      `${key('new.')}, ${offered}, 1, ${table.cellNames.map(() => 'null')}`,
      '',
      `${shadow.wasOffered(key('new.'), 'and gone = 1')}`,
    ),
    reverted: revertedPart(table, key('new.'), cells('new.')),
    ...notes,
  };
}

interface Shadow {
  wasOffered(key: readonly string[], more?: string): string;
  isClean(key: readonly string[]): string;
  image(select: string, from: string, condition: string): string;
  base(select: string, from: string, condition: string): string;
  entry(key: string, gone: 0 | 1): string;
}

function createShadow(table: TrackedTable): Shadow {
  const keys = table.keyNames.join(', ');
  const cells = table.cellNames.join(', ');
  const overwrite = (names: readonly string[]): string => names.map((name) => `${name} = excluded.${name}`).join(', ');
  const onto = (names: readonly string[]): string => `on conflict (${keys}) do update set ${overwrite(names)};`;
  const heldNew = table.direction === 'both' || table.direction === 'upload-only' ? held.no : held.downloadOnly;
  const exists = (key: readonly string[], more: string): string =>
    `exists (select 1 from ${table.entries} where ${pairs(table.keyNames, '=', key)} ${more})`;
  return {
    wasOffered: (key, more = '') => exists(key, `and stamp > 0 and stamp <= ${offered} and held = 0 ${more}`),
    isClean: (key) => `not ${exists(key, 'and stamp > 0')}`,
    image: (select, from, condition) =>
      `insert into ${table.images} (${keys}, mark, gone, ${cells}) select ${select} ${from || 'where'} ${condition} ${onto(['mark', 'gone', ...table.cellNames])}`,
    base: (select, from, condition) =>
      `insert into ${table.bases} (${keys}, ${cells}) select ${select} ${from || 'where'} ${condition} ${onto(table.cellNames)}`,
    entry: (key, gone) =>
      `insert into ${table.entries} (${keys}, stamp, gone, at, held, who)
       values (${key}, (select stamp from _concord_clock), ${gone}, ${now}, ${heldNew}, (select who from _concord_clock))
       on conflict (${keys}) do update set stamp = excluded.stamp, gone = excluded.gone, at = excluded.at, who = excluded.who,
       held = case when held in (${held.notAdopted}, ${held.parked}) then 0 else held end;`,
  };
}

/** Decisions 7: back at the base and never offered is no change; a held record then waits for its conflict alone. */
function revertedPart(table: TrackedTable, key: readonly string[], cells: readonly string[]): string {
  const here = pairs(table.keyNames, '=', key);
  const atBase = `exists (select 1 from ${table.bases} where ${here} and ${pairs(table.cellNames, 'is', cells)})`;
  const unseen = `not exists (select 1 from ${table.images} where ${here})`;
  return `delete from ${table.entries} where ${here} and held in (${held.no}, ${held.downloadOnly}) and ${unseen} and ${atBase};
    update ${table.entries} set stamp = 0, gone = 0 where ${here} and held = ${held.behindConflict} and ${unseen} and ${atBase};
    delete from ${table.bases} where ${here} and not exists (select 1 from ${table.entries} where ${here} and stamp > 0);`;
}

/** W-287 a: what a REPLACE removes under another key fires no trigger: it is noted before and settled after. */
function noteParts(
  table: TrackedTable,
  indexes: readonly UniqueIndex[],
  shadow: Shadow,
): { note: string; settleNotes: string } {
  if (indexes.length === 0) return { note: '', settleNotes: '' };
  const { notes, base } = table;
  const keys = table.keyNames.map((name) => `${notes}.${name}`);
  const cells = table.cellNames.map((name) => `${notes}.${name}`);
  const own = table.key.map((name) => `present.${quote(name)}`);
  const columns = table.columns.map((column) => `present.${quote(column.name)}`);
  const other = `not (${pairs(
    own,
    'is',
    table.key.map((name) => `new.${quote(name)}`),
  )})`;
  const keyed = own.map((name) => `${name} is not null`).join(' and ');
  const collect = indexes.map((index) => {
    const same = pairs(
      index.columns.map((name) => `present.${quote(name)}`),
      '=',
      index.columns.map((name) => `new.${quote(name)}`),
    );
    return `insert into ${notes} (${table.keyNames}, ${table.cellNames}) select ${own}, ${columns} from ${base} as present
      where ${same} and ${other} and ${keyed} on conflict (${table.keyNames}) do nothing;`;
  });
  const gone = `from ${notes} where not exists (select 1 from ${base} as present where ${pairs(own, '=', keys)}) and`;
  return {
    note: `delete from ${notes};${collect.join('')}`,
    settleNotes:
      shadow.image(`${keys}, ${offered}, 0, ${cells}`, gone, shadow.wasOffered(keys)) +
      shadow.base(`${keys}, ${cells}`, gone, shadow.isClean(keys)) +
      `insert into ${table.entries} (${table.keyNames}, stamp, gone, at, held, who)
       select ${keys}, (select stamp from _concord_clock), 1, ${now}, 0, (select who from _concord_clock) ${gone} true
       on conflict (${table.keyNames}) do update set stamp = excluded.stamp, gone = 1, at = excluded.at, who = excluded.who;
       delete from ${notes};`,
  };
}
