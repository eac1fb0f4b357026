// The plain SQL that tracks one table of a hub, so that any program's write is seen (Decisions 1, 3; W-154…W-158, W-287).

import type { UniqueIndex } from '../../../sqlite/introspect.ts';
import { pairs, quote } from '../../../sqlite/names.ts';
import type { TrackedTable } from './registry.ts';

const active = `(select applying from _concord_clock) = 0`;
const tick = `update _concord_clock set stamp = stamp + 1;`;
const stamp = `(select stamp from _concord_clock)`;
const now = `strftime('%Y-%m-%dT%H:%M:%fZ', 'now')`;

/** How the columns of tracking tables are stored and compared: those of the key, those that filters read. */
export interface Declarations {
  readonly keys: readonly string[];
  readonly past: readonly string[];
}

/** The statements that make a table's tracking tables; what exists is kept. */
export function trackingTables(table: TrackedTable, { keys, past }: Declarations): string[] {
  const { entries, notes, known, keyNames } = table;
  const columns = keyNames.map((name, at) => `${name} ${keys[at] ?? ''}`);
  const key = `primary key (${keyNames.join(', ')})`;
  return [
    `create table if not exists ${entries} (${columns.join(', ')}, owner integer, author integer, stamp integer not null,
       born integer not null, gone integer not null, at text, ${key}) without rowid`,
    `create index if not exists ${entries}_stamp on ${entries} (stamp)`,
    `create table if not exists ${notes} (${columns.join(', ')}, ${key}) without rowid`,
    `create table if not exists ${known} (${columns.join(', ')}, client integer not null, stamp integer not null,
       content text not null, primary key (${keyNames.join(', ')}, client)) without rowid`,
    ...(past.length === 0
      ? []
      : [
          `create table if not exists ${table.past} (stamp integer not null, ${past.map((type, at) => `c${at} ${type}`).join(', ')})`,
          `create index if not exists ${table.past}_stamp on ${table.past} (stamp)`,
        ]),
  ];
}

/** The names and texts of a table's triggers. Indexes: unique ones other than the key (W-287 a). */
export function trackingTriggers(table: TrackedTable, indexes: readonly UniqueIndex[]): ReadonlyMap<string, string> {
  const keyed = (prefix: string): string => keyCells(table, prefix).join(' is not null and ') + ' is not null';
  const keyChanged = `not (${pairs(keyCells(table, 'old.'), 'is', keyCells(table, 'new.'))})`;
  const ofKey = `after update of ${table.key.map(quote).join(', ')}`;
  const made = new Map<string, string>();
  const make = (suffix: string, event: string, { when, body }: { when: string; body: string }): void => {
    const name = `_concord_${table.no}_${suffix}`;
    made.set(name, `create trigger ${name} ${event} on ${table.base} when ${active} and ${when} begin ${body} end`);
  };
  make('insert', 'after insert', { when: keyed('new.'), body: tick + inserted(table) });
  make('update', 'after update', {
    when: `${keyed('new.')} and not (${keyChanged}) and (${anyChanged(table)})`,
    body: tick + touched(table, 'new.', 0),
  });
  make('key_from', ofKey, { when: `${keyed('old.')} and ${keyChanged}`, body: tick + touched(table, 'old.', 1) });
  make('key_to', ofKey, { when: `${keyed('new.')} and ${keyChanged}`, body: tick + inserted(table) });
  make('delete', 'after delete', { when: keyed('old.'), body: tick + touched(table, 'old.', 1) });
  for (const [suffix, event, body] of pastTriggers(table)) {
    const name = `_concord_${table.no}_${suffix}`;
    made.set(name, `create trigger ${name} ${event} on ${table.base} ${body} end`);
  }
  if (indexes.length > 0) {
    const noted = `exists (select 1 from ${table.notes})`;
    const other = `not (${pairs(keyCells(table, 'present.'), 'is', keyCells(table, 'old.'))})`;
    make('note_insert', 'before insert', { when: 'true', body: note(table, indexes, 'true') });
    make('note_update', 'before update', { when: 'true', body: note(table, indexes, other) });
    make('settle_insert', 'after insert', { when: noted, body: tick + settle(table) });
    make('settle_update', 'after update', { when: noted, body: tick + settle(table) });
  }
  return made;
}

/**
 * R-28: what filters read is noted before the change, whoever makes it, an apply of the hub as well; the change itself gets
 * this stamp or a later one. A REPLACE of the same key fires no trigger of a delete, so an insert looks for its row.
 */
function pastTriggers(table: TrackedTable): (readonly [string, string, string])[] {
  const { pastColumns: columns, past, base } = table;
  if (columns.length === 0) return [];
  const names = columns.map((_, at) => `c${at}`).join(', ');
  const next = `(select stamp + 1 from _concord_clock)`;
  const cells = (prefix: string): string => columns.map((name) => prefix + quote(name)).join(', ');
  const differs = columns.map((name) => `old.${quote(name)} is not new.${quote(name)} collate binary`).join(' or ');
  const note = (from: string): string => `insert into ${past} (stamp, ${names}) ${from};`;
  const same = pairs(keyCells(table, 'present.'), '=', keyCells(table, 'new.'));
  return [
    [
      'past_update',
      `before update of ${columns.map(quote).join(', ')}`,
      `when ${differs} begin ${note(`values (${next}, ${cells('old.')})`)}`,
    ],
    ['past_delete', 'before delete', `begin ${note(`values (${next}, ${cells('old.')})`)}`],
    [
      'past_insert',
      'before insert',
      `begin ${note(`select ${next}, ${cells('present.')} from ${base} as present where ${same}`)}`,
    ],
  ];
}

function keyCells(table: TrackedTable, prefix: string): string[] {
  return table.key.map((name) => prefix + quote(name));
}

/** W-157: an update that leaves every synchronised column as it was is no change. */
function anyChanged(table: TrackedTable): string {
  return table.columns.map((name) => `old.${quote(name)} is not new.${quote(name)} collate binary`).join(' or ');
}

const columnsAfterKey = 'owner, author, stamp, born, gone, at';
const overwrite = 'owner = null, author = null, stamp = excluded.stamp, gone = excluded.gone, at = excluded.at';

/** W-155: the row is born, unless a REPLACE only overwrote it. */
function inserted(table: TrackedTable): string {
  const keyNames = table.keyNames.join(', ');
  const key = keyCells(table, 'new.').join(', ');
  return `insert into ${table.entries} (${keyNames}, ${columnsAfterKey})
    values (${key}, null, null, ${stamp}, ${stamp}, 0, ${now}) on conflict (${keyNames}) do update set
    born = case when gone = 0 then born else excluded.born end, ${overwrite};`;
}

/** W-156, W-157: the row was changed or is gone; when it was born does not change. */
function touched(table: TrackedTable, prefix: string, gone: 0 | 1): string {
  const keyNames = table.keyNames.join(', ');
  return `insert into ${table.entries} (${keyNames}, ${columnsAfterKey})
    values (${keyCells(table, prefix).join(', ')}, null, null, ${stamp}, 0, ${gone}, ${now})
    on conflict (${keyNames}) do update set ${overwrite};`;
}

/** W-287 a: what a REPLACE removes under another key fires no trigger: it is noted before and settled after. */
function note(table: TrackedTable, indexes: readonly UniqueIndex[], other: string): string {
  const own = keyCells(table, 'present.');
  const keyNames = table.keyNames.join(', ');
  const collect = indexes.map(({ columns }) => {
    const same = pairs(
      columns.map((name) => `present.${quote(name)}`),
      '=',
      columns.map((name) => `new.${quote(name)}`),
    );
    return `insert into ${table.notes} (${keyNames}) select ${own.join(', ')} from ${table.base} as present
      where ${same} and ${other} and ${own.join(' is not null and ')} is not null on conflict (${keyNames}) do nothing;`;
  });
  return `delete from ${table.notes};${collect.join('')}`;
}

function settle({ entries, notes, base, keyNames, key }: TrackedTable): string {
  const names = keyNames.join(', ');
  const present = pairs(
    key.map((name) => `present.${quote(name)}`),
    '=',
    keyNames.map((name) => `${notes}.${name}`),
  );
  return `insert into ${entries} (${names}, ${columnsAfterKey})
    select ${keyNames.map((name) => `${notes}.${name}`).join(', ')}, null, null, ${stamp}, 0, 1, ${now} from ${notes}
    where not exists (select 1 from ${base} as present where ${present})
    on conflict (${names}) do update set ${overwrite};
    delete from ${notes};`;
}
