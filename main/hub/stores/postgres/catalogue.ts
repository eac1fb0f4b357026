// What the catalogue of a PostgreSQL database tells of its tables. Looks only.

import type { Querying } from './connection.ts';

/** A table, view or the like. */
export interface Relation {
  readonly oid: string;
  readonly schema: string;
  readonly name: string;
  /** r = table, v = view, m = materialised view, p = partitioned, f = foreign. */
  readonly kind: string;
  readonly isPartition: boolean;
  /** True if it has heirs or parents. */
  readonly inherits: boolean;
  /** True if row security hides rows from this user. */
  readonly hidesRows: boolean;
  readonly hasRules: boolean;
}

/** One column. */
export interface ColumnFacts {
  readonly name: string;
  readonly notNull: boolean;
  /** `s` for a generated column. */
  readonly generated: string;
  /** `a` = generated always as identity, `d` = by default. */
  readonly identity: string;
  readonly hasSequence: boolean;
  readonly typeName: string;
  readonly typeKind: string;
  readonly typeCategory: string;
  readonly builtIn: boolean;
  /** The base type as written, with its sizes. */
  readonly written: string;
  /** The column's own type, as a cast needs it: with its schema, without sizes. */
  readonly cast: string;
  /** The column's own type and collation, as a column of a new table needs them. */
  readonly declared: string;
}

/** A foreign key. */
export interface ForeignKey {
  readonly name: string;
  readonly columns: readonly string[];
  readonly parent: string;
  readonly parentColumns: readonly string[];
}

const yes = (cell: string | null | undefined): boolean => cell === 't';
const list = (cell: string | null | undefined): string[] => JSON.parse(cell ?? '[]') as string[];

/** Tables and views of a name; `schema` '' means wherever the search path finds it first, without case where none fits. */
export async function findRelations(db: Querying, schema: string, name: string): Promise<Relation[]> {
  const rows = await db.rows(
    `select c.oid, n.nspname, c.relname, c.relkind, c.relispartition,
       exists (select from pg_inherits i where c.oid in (i.inhrelid, i.inhparent)), row_security_active(c.oid), c.relhasrules
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'v', 'm', 'p', 'f') and lower(c.relname) = lower($2)
       and n.nspname = case when $1 = '' then current_schema() else $1 end
     order by c.relname = $2 desc, c.relname`,
    [schema, name],
  );
  return rows.map(([oid, space, label, kind, isPartition, inherits, hides, rules]) => ({
    oid: oid ?? '',
    schema: space ?? '',
    name: label ?? '',
    kind: kind ?? '',
    isPartition: yes(isPartition),
    inherits: yes(inherits),
    hidesRows: yes(hides),
    hasRules: yes(rules),
  }));
}

/** The schema in which new tables are made; its name is not told to clients, as stock servers do with theirs. */
export async function defaultSchema(db: Querying): Promise<string> {
  return (await db.value('select current_schema()')) ?? 'public';
}

/** The columns of a table in their order, domains resolved to their base types. */
export async function columnsOf(db: Querying, oid: string): Promise<ColumnFacts[]> {
  const rows = await db.rows(
    `with recursive base as (
       select a.attnum, a.atttypid as typid, a.atttypmod as typmod from pg_attribute a
       where a.attrelid = $1::oid and a.attnum > 0 and not a.attisdropped
       union all
       select b.attnum, t.typbasetype, t.typtypmod from base b join pg_type t on t.oid = b.typid where t.typtype = 'd')
     select a.attname, a.attnotnull, a.attgenerated, a.attidentity,
       pg_get_serial_sequence(format('%I.%I', n.nspname, c.relname), a.attname) is not null,
       t.typname, t.typtype, t.typcategory, t.typnamespace = 'pg_catalog'::regnamespace, format_type(b.typid, b.typmod),
       case when o.typnamespace = 'pg_catalog'::regnamespace
         then format_type(o.oid, -1)
         else format('%I.%I', s.nspname, o.typname) end,
       case when o.typnamespace = 'pg_catalog'::regnamespace then format_type(o.oid, a.atttypmod)
         else format('%I.%I', s.nspname, o.typname) end
         || case when a.attcollation not in (0, o.typcollation) then ' collate ' || a.attcollation::regcollation else '' end
     from base b join pg_attribute a on a.attrelid = $1::oid and a.attnum = b.attnum
     join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
     join pg_type t on t.oid = b.typid join pg_type o on o.oid = a.atttypid join pg_namespace s on s.oid = o.typnamespace
     where t.typtype <> 'd' order by a.attnum`,
    [oid],
  );
  return rows.map((cells) => {
    const [
      name,
      notNull,
      generated,
      identity,
      sequence,
      typeName,
      typeKind,
      typeCategory,
      builtIn,
      written,
      cast,
      declared,
    ] = cells.map((cell) => cell ?? '');
    return {
      name: name ?? '',
      notNull: yes(notNull),
      generated: generated ?? '',
      identity: identity ?? '',
      hasSequence: yes(sequence),
      typeName: typeName ?? '',
      typeKind: typeKind ?? '',
      typeCategory: typeCategory ?? '',
      builtIn: yes(builtIn),
      written: written ?? '',
      cast: cast ?? '',
      declared: declared ?? '',
    };
  });
}

/** The primary key's columns in its order; none where there is no key. */
export async function keyOf(db: Querying, oid: string): Promise<string[]> {
  const text = await db.value(
    `select json_agg(a.attname order by k.place) from pg_index i, unnest(i.indkey) with ordinality k(attnum, place)
     join pg_attribute a on a.attnum = k.attnum
     where i.indrelid = $1::oid and i.indisprimary and a.attrelid = i.indrelid and k.place <= i.indnkeyatts`,
    [oid],
  );
  return list(text);
}

/** The foreign keys of a table; `parent` is the oid of the table that they point to. */
export async function foreignKeysOf(db: Querying, oid: string): Promise<ForeignKey[]> {
  const names = (owner: string, keys: string): string =>
    `(select json_agg(a.attname order by k.place) from unnest(c.${keys}) with ordinality k(attnum, place)
      join pg_attribute a on a.attrelid = c.${owner} and a.attnum = k.attnum)`;
  const rows = await db.rows(
    `select c.conname, ${names('conrelid', 'conkey')}, c.confrelid, ${names('confrelid', 'confkey')} from pg_constraint c
     where c.conrelid = $1::oid and c.contype = 'f' order by c.conname`,
    [oid],
  );
  return rows.map(([name, columns, parent, parentColumns]) => ({
    name: name ?? '',
    columns: list(columns),
    parent: parent ?? '',
    parentColumns: list(parentColumns),
  }));
}
