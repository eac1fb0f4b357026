// Changes of records that only another scope or parameter set of the file has heard of: they wait for a session of that one, since
// the hub would take this one's time for theirs and see no conflict.

import { pairs, quote } from '../sqlite/names.ts';
import type { Reader, SqlValue, Writer } from '../sqlite/database.ts';
import type { ScopeClient } from '../sync/scope.ts';
import { held, meta } from './layout.ts';
import { holdingOf } from './outside.ts';
import { loadScopes, type KnownScope } from './scopes.ts';
import { loadTables, type TrackedTable } from './tracked-table.ts';

/** Whose session it is. */
type Own = Pick<ScopeClient, 'scopeName' | 'hash'>;

/** True if the file is kept in step with other scopes or sets as well, or was until now. */
export function hasOthers(db: Reader, own: Own): boolean {
  return meta(db, 'withheld') !== null || sidesOf(db, own).others.length > 0;
}

/**
 * Marks them until the session's end, or the next one's beginning, and returns how many were not marked yet. The caller holds a write
 * transaction.
 */
export function withholdOthers(db: Writer, tables: readonly TrackedTable[], session: Own): number {
  const { own, others } = sidesOf(db, session);
  if (own.length === 0 || others.length === 0) return 0;
  let marked = 0;
  for (const table of tables) {
    const [here, there] = [holdingOf(own, table), holdingOf(others, table)];
    if (typeof here === 'string' || there === 'none') continue;
    const elsewhere = there === 'all' ? { text: 'true', values: [] } : there;
    marked += mark(db, table, {
      text: `(${here.text}) is not true and (${elsewhere.text}) is true`,
      values: [...here.values, ...elsewhere.values],
    });
  }
  if (marked > 0) db.run(`insert or replace into _concord_meta values ('withheld', '1')`);
  return marked;
}

function sidesOf(
  db: Reader,
  { scopeName, hash }: Own,
): { readonly own: readonly KnownScope[]; readonly others: readonly KnownScope[] } {
  // Nearly every file has one scope, and says so quickly.
  const isAlone = Number(db.value(`select count(*) from _concord_scope`)) < 2;
  const scopes = isAlone ? [] : loadScopes(db).filter(({ syncedAt }) => syncedAt !== null);
  const isOwn = ({ name, client }: KnownScope): boolean => name === scopeName && client.hash === hash;
  return { own: scopes.filter(isOwn), others: scopes.filter((scope) => !isOwn(scope)) };
}

/** They are ordinary changes again. The caller holds a write transaction. */
export function releaseWithheld(db: Writer): void {
  if (meta(db, 'withheld') === null) return;
  for (const { entries } of loadTables(db))
    db.run(`update ${entries} set held = ${held.no} where held = ${held.otherSet}`);
  db.run(`delete from _concord_meta where name = 'withheld'`);
}

/** A record is whose its base is; a new one, whose it is itself. */
function mark(
  db: Writer,
  table: TrackedTable,
  { text, values }: { readonly text: string; readonly values: readonly SqlValue[] },
): number {
  const { entries, bases, base, columns, cellNames, key, keyNames } = table;
  const cells = columns.map(({ name }, at) => `base.${cellNames[at]} as ${quote(name)}`);
  const ofEntry = keyNames.map((name) => `${entries}.${name}`);
  const own = (alias: string, names: readonly string[]): string =>
    pairs(
      names.map((name) => `${alias}.${name}`),
      '=',
      ofEntry,
    );
  const agreed = `(select ${cells.join(', ')} from ${bases} as base where ${own('base', keyNames)}) as present`;
  const isNew = `not exists (select 1 from ${bases} as base where ${own('base', keyNames)})`;
  return db.run(
    `update ${entries} set held = ${held.otherSet} where stamp > 0 and held = ${held.no} and (
       exists (select 1 from ${agreed} where ${text})
       or ${isNew} and exists (select 1 from ${base} as present where ${own('present', key.map(quote))} and ${text}))`,
    ...values,
    ...values,
  ).changes;
}
