// Waiting changes in SQL: an entry with its record, its base, and what narrows a list of them (PD-01, ST-07).

import { pairs, quote } from '../../sqlite/names.ts';
import type { SqlValue } from '../../sqlite/database.ts';
import { waitsSql, type GridTable } from '../grid-table.ts';
import type { GridLink } from '../links.ts';
import type { WaitingOperation } from '../../sync/revert.ts';

/** Why changes wait, in the order of the list: they go next, stand behind a conflict, or were set aside (PD-02). */
export const waitReasons = ['next', 'conflict', 'parked'] as const;

/** One reason. */
export type WaitReason = (typeof waitReasons)[number];

/** The marks of the reasons in tracking entries (Decisions 6); the last one of those that go is another parameter set's. */
const heldOf: Readonly<Record<WaitReason, readonly number[]>> = { next: [0, 5], conflict: [2], parked: [3] };

/** True for an entry that waits for this reason: an SQL condition. */
export function waitsForSql(reason: WaitReason): string {
  return `(entry.held in (${heldOf[reason].join(', ')}))`;
}

/** Why an entry with this mark waits. */
export function reasonOf(held: unknown): WaitReason {
  return waitReasons.find((reason) => heldOf[reason].some((mark) => mark === held)) ?? 'next';
}

/** What narrows the list within a table. */
export interface ChangeFilter {
  readonly operation: WaitingOperation | null;
  readonly reason: WaitReason | null;
  /** Words that must occur in the key, or in an old or new value. */
  readonly text: string;
}

/** What a list selects from, with its condition. */
export interface WaitingSource {
  readonly text: string;
  readonly values: readonly SqlValue[];
}

/** The entries of a table, or those whose keys a subquery has found, with `present` and `base` beside them. */
export function joinedEntries(table: GridTable, found?: string): string {
  const entry = table.keyNames.map((name) => `entry.${name}`);
  const own = pairs(
    table.key.map((name) => `present.${quote(name)}`),
    '=',
    entry,
  );
  const agreed = pairs(
    table.keyNames.map((name) => `base.${name}`),
    '=',
    entry,
  );
  const same = pairs(
    entry,
    '=',
    table.keyNames.map((name) => `found.${name}`),
  );
  const entries =
    found === undefined ? `${table.entries} as entry` : `${found} as found join ${table.entries} as entry on ${same}`;
  return `from ${entries} left join ${quote(table.physical)} as present on ${own} left join ${table.bases} as base on ${agreed}`;
}

/** For each column, whether an update has made it different from the base: an SQL condition. */
export function differenceSql(table: GridTable): string[] {
  return table.columns.map(
    ({ name }, at) => `(present.${quote(name)} is not base.${table.cellNames[at]} collate binary)`,
  );
}

/** The waiting entries under a filter; their rows are joined only where somebody looks at them. */
export function waitingSource(
  table: GridTable,
  filter: ChangeFilter,
  { links, joined = false }: { links: readonly GridLink[]; joined?: boolean },
): WaitingSource {
  const words = filter.text.split(/\s+/).filter(Boolean);
  const parts = [waitsSql];
  if (filter.reason) parts.push(waitsForSql(filter.reason));
  if (filter.operation) parts.push(operationSql[filter.operation]);
  parts.push(...words.map((_, at) => wordSql(table, `word.w${at}`, links)));
  const looks = joined || filter.operation !== null || words.length > 0;
  const from = looks ? joinedEntries(table) : `from ${table.entries} as entry`;
  const given = words.map((_, at) => `? as w${at}`).join(', ');
  const typed = words.length === 0 ? '' : ` cross join (select ${given}) as word`;
  return {
    text: `${from}${typed} where ${parts.join(' and ')}`,
    values: words.map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`),
  };
}

const operationSql: Readonly<Record<WaitingOperation, string>> = {
  insert: 'entry.gone = 0 and base.k0 is null',
  update: 'entry.gone = 0 and base.k0 is not null',
  delete: 'entry.gone = 1',
};

/** A word in the key, or in what the change has changed; a column that points elsewhere is found by that name, too. */
function wordSql(table: GridTable, word: string, links: readonly GridLink[]): string {
  const differs = differenceSql(table);
  const parts = table.columns.flatMap((column, at) => {
    if (column.type === 'bytes') return [];
    const own = `present.${quote(column.name)}`;
    const old = `base.${table.cellNames[at]}`;
    if (table.key.includes(column.name)) return [`entry.k${table.key.indexOf(column.name)} like ${word} escape '\\'`];
    const sides = [own, old].flatMap((side) => [
      `${side} like ${word} escape '\\'`,
      ...namesOf(links, column.name).map((name) => `${name(side)} like ${word} escape '\\'`),
    ]);
    return [`(entry.gone or base.k0 is null or ${differs[at]}) and (${sides.join(' or ')})`];
  });
  return either(parts);
}

function namesOf(links: readonly GridLink[], column: string): ((cell: string) => string)[] {
  return links.flatMap((link) => {
    const { nameColumn } = link;
    if (link.column !== column || nameColumn === null) return [];
    return [
      (cell) => `(select parent.${quote(nameColumn)} from ${quote(link.parent.physical)} as parent
        where parent.${quote(link.parentColumn)} = ${cell})`,
    ];
  });
}

/** Halved again and again: SQLite takes no expression that is 1,000 deep. */
function either(parts: readonly string[]): string {
  const [only = '0'] = parts;
  if (parts.length <= 1) return `(${only})`;
  const middle = Math.ceil(parts.length / 2);
  return `(${either(parts.slice(0, middle))} or ${either(parts.slice(middle))})`;
}
