// The SQL that tracks one table of a PostgreSQL hub, so that every program's write is seen (W-154…W-158): functions of
// statement triggers that look at the rows of the whole statement at once.

import { quote } from '../../../sqlite/names.ts';
import type { TrackedTable } from './registry.ts';

/**
 * The tables that hold a table's tracking; what exists is kept. Where nothing is missing nobody's lock is waited for, here and with
 * the triggers: a hub that starts must not stand in the way of one that runs, nor wait for a long write.
 */
export function trackingTables(table: TrackedTable): string {
  const { entries, known, key, keyNames, facts, no } = table;
  const columns = keyNames.map((name, at) => `${name} ${facts.get(key[at] ?? '')?.declared ?? ''} not null`).join(', ');
  const names = keyNames.join(', ');
  return `
    create table if not exists ${entries} (${columns}, owner int, author int, change bigint not null, born bigint not null,
      gone boolean not null, at timestamptz not null, primary key (${names}));
    ${unless(`to_regclass('_concord.t${no}_change') is not null`, `create index t${no}_change on ${entries} (change);`)}
    create table if not exists ${known} (${columns}, client int not null, change bigint not null, content text not null,
      primary key (${names}, client))${pastTable(table)}`;
}

/** A later scope's filter may read more columns; what was noted before does not matter to it. */
function pastTable({ past, pastColumns, facts, no }: TrackedTable): string {
  if (pastColumns.length === 0) return '';
  const added = pastColumns.map((name, at) =>
    unless(
      `exists (select from pg_attribute where attrelid = '${past}'::regclass and attname = 'c${at}' and not attisdropped)`,
      `alter table ${past} add column c${at} ${facts.get(name)?.declared ?? ''};`,
    ),
  );
  return `;
    create table if not exists ${past} (change bigint not null);
    ${unless(`to_regclass('_concord.p${no}_change') is not null`, `create index p${no}_change on ${past} (change);`)}
    ${added.join(' ')}`;
}

/** Even "if not exists" locks the table first. */
function unless(isThere: string, make: string): string {
  return `do $make$ begin if not (${isThere}) then ${make} end if; end $make$;`;
}

/** R-28: what filters read is noted as it was before the change, whoever makes it. */
function notePast(table: TrackedTable, from: string): string {
  const { past, pastColumns } = table;
  if (pastColumns.length === 0) return '';
  const names = pastColumns.map((_, at) => `c${at}`).join(', ');
  return `insert into ${past} (change, ${names}) select _change, ${pastColumns.map((name) => `o.${quote(name)}`).join(', ')} from ${from};`;
}

/** The events that are watched, each with its trigger. */
export const watched = ['insert', 'update', 'delete', 'truncate'] as const;

/** The rows of a statement have no index: looked up one by one, a hundred thousand of them would take hours. */
const settings = `set search_path = pg_catalog, pg_temp set enable_hashjoin = on set enable_mergejoin = on
          set enable_nestloop = off set jit = off`;

/** The functions and triggers of a table. `always`: also where a session plays a replica's part. */
export function trackingTriggers(table: TrackedTable): string {
  const { base, no } = table;
  const bodies = { insert: inserted(table), update: updated(table), delete: deleted(table), truncate: emptied(table) };
  const seen = {
    insert: 'new table as fresh',
    update: 'old table as stale new table as fresh',
    delete: 'old table as stale',
  };
  return watched
    .map((event) => {
      const name = `_concord.t${no}_${event}`;
      const when = event === 'truncate' ? 'before truncate' : `after ${event}`;
      const rows = event === 'truncate' ? '' : `referencing ${seen[event]}`;
      return `
        create or replace function ${name}() returns trigger language plpgsql security definer
          ${settings} as $$${head}${bodies[event]} return null; end $$;
        revoke all on function ${name}() from public;
        ${unless(
          standing(table, event),
          `drop trigger if exists _concord_${event} on ${base};
           create trigger _concord_${event} ${when} on ${base} ${rows} for each statement execute function ${name}();
           alter table ${base} enable always trigger _concord_${event};`,
        )}`;
    })
    .join('');
}

/** PostgreSQL's own bits for what a statement trigger answers, and the rows that it sees. */
const kinds = {
  insert: { type: 4, old: null, new: 'fresh' },
  delete: { type: 8, old: 'stale', new: null },
  update: { type: 16, old: 'stale', new: 'fresh' },
  truncate: { type: 34, old: null, new: null },
} as const;

/** True where the trigger is there as it would be made. */
function standing({ base, no }: TrackedTable, event: (typeof watched)[number]): string {
  const kind = kinds[event];
  const named = (column: string, name: string | null): string =>
    name === null ? `${column} is null` : `${column} = '${name}'`;
  return `exists (select from pg_trigger where tgrelid = '${base.replaceAll("'", "''")}'::regclass
    and tgname = '_concord_${event}' and tgfoid = '_concord.t${no}_${event}()'::regprocedure and tgenabled = 'A'
    and tgtype = ${kind.type} and tgqual is null and tgattr = '' and ${named('tgoldtable', kind.old)} and ${named('tgnewtable', kind.new)})`;
}

/**
 * Who is named in an entry: the client whose rows an apply writes itself. What triggers and cascades of the database add to
 * them lies deeper, and is the hub's own change (L30).
 */
const head = `
  #variable_conflict use_variable
  declare
    _change bigint;
    _sender int;
    _author int;
  begin
    if pg_trigger_depth() = 1 then
      _sender := nullif(current_setting('concord.sender', true), '')::int;
      _author := nullif(current_setting('concord.author', true), '')::int;
    end if;`;

/** A row that the same transaction has changed as the hub's own stays the hub's own: it differs from what was sent. */
const overwrite = `
  owner = case when e.change = excluded.change and e.owner is null then null else excluded.owner end,
  author = case when e.change = excluded.change and e.owner is null then null else excluded.author end,
  change = excluded.change, gone = excluded.gone, at = excluded.at`;

function cells(table: TrackedTable, from: string): string {
  return table.key.map((name) => `${from}.${quote(name)}`).join(', ');
}

function put(table: TrackedTable, given: { from: string; source: string; born: string; gone: boolean }): string {
  const names = table.keyNames.join(', ');
  const born = given.born === '0' ? '' : `, born = case when e.gone then excluded.born else e.born end`;
  return `
    insert into ${table.entries} as e (${names}, owner, author, change, born, gone, at)
      select ${cells(table, given.from)}, _sender, _author, _change, ${given.born}, ${given.gone}, now() from ${given.source}
      on conflict (${names}) do update set ${overwrite}${born};`;
}

/** W-155: the row is born. */
function inserted(table: TrackedTable): string {
  return `
    if not exists (select from fresh) then return null; end if;
    _change := _concord.change_no();
    ${put(table, { from: 'n', source: 'fresh n', born: '_change', gone: false })}`;
}

/** W-156: the row is gone; when it was born does not change. */
function deleted(table: TrackedTable): string {
  return `
    if not exists (select from stale) then return null; end if;
    _change := _concord.change_no();
    ${notePast(table, 'stale o')}
    ${put(table, { from: 'o', source: 'stale o', born: '0', gone: true })}`;
}

/**
 * W-157: an update that leaves every synchronised column as it was is no change; a changed key is a delete and an insert. An
 * apply that writes into a plain table has compared every cell, and no key changes there: its rows need not be compared again.
 */
function updated(table: TrackedTable): string {
  const same = sameKey(table, 'o', 'n');
  const columns = (from: string): string => table.columns.map((name) => `${from}.${quote(name)}`).join(', ');
  const touched = `fresh n join stale o on ${same} where row(${columns('o')})::record *<> row(${columns('n')})::record`;
  const away = `stale o where not exists (select from fresh n where ${same})`;
  const here = `fresh n where not exists (select from stale o where ${same})`;
  const read = (from: string): string => table.pastColumns.map((name) => `${from}.${quote(name)}`).join(', ');
  const moved = `fresh n join stale o on ${same} where row(${read('o')})::record *<> row(${read('n')})::record`;
  return `
    if not exists (select from fresh) then return null; end if;
    if pg_trigger_depth() = 1 and strpos(current_setting('concord.plain', true), ',${table.no},') > 0 then
      _change := _concord.change_no();
      ${notePast(table, moved)}
      ${put(table, { from: 'n', source: 'fresh n', born: '0', gone: false })}
      return null;
    end if;
    if exists (select from ${touched}) then
      _change := _concord.change_no();
      ${notePast(table, moved)}
      ${put(table, { from: 'n', source: touched, born: '0', gone: false })}
    end if;
    if exists (select from ${away}) then
      _change := _concord.change_no();
      ${notePast(table, away)}
      ${put(table, { from: 'o', source: away, born: '0', gone: true })}
      ${put(table, { from: 'n', source: here, born: '_change', gone: false })}
    end if;`;
}

/** TRUNCATE fires no delete: every row is noted as gone before it goes. */
function emptied(table: TrackedTable): string {
  return `
    if not exists (select from ${table.base}) then return null; end if;
    _change := _concord.change_no();
    ${notePast(table, `${table.base} o`)}
    ${put(table, { from: 'o', source: `${table.base} o`, born: '0', gone: true })}`;
}

/** Types that are not PostgreSQL's own compare by their text: their operators are not where these functions look. */
function sameKey({ key, facts }: TrackedTable, one: string, other: string): string {
  return key
    .map((name) => {
      const text = facts.get(name)?.builtIn ? '' : '::text';
      return `${one}.${quote(name)}${text} = ${other}.${quote(name)}${text}`;
    })
    .join(' and ');
}
