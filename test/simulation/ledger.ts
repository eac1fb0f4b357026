// What was typed where, and what became of it. Every cell written carries a text of its own, so that a value that nobody
// replaced and nobody can read any more is found by its name.

import type { HubDb } from '../support/postgres.ts';

/** A database that people and programs write to: the hub's, or a replica's. */
export interface Site {
  readonly name: string;
  readonly db: HubDb;
}

/** A table of the simulation. */
export interface SimTable {
  readonly name: string;
  readonly key: readonly string[];
  readonly cells: readonly string[];
  /** The table that a row may point to, with a column of that name. */
  readonly parent?: string;
}

/** Rows of one table by their key as text. */
export type Rows = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

/** One cell of one record. */
export interface CellName {
  readonly table: string;
  readonly key: string;
  readonly column: string;
}

/** Somebody removed this record after having seen these values. */
export interface Removal {
  readonly site: string;
  readonly step: string;
  readonly table: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** The ledger of a run. */
export interface Ledger {
  /** Runs a write at a site and notes what it typed, replaced and removed, as a plain program's or a person's decision. */
  watch<T>(site: Site, step: string, by: 'program' | 'decision', work: () => Promise<T> | T): Promise<T>;
  /** A text that was never used before. */
  fresh(site: string): string;
  /** Values that nobody replaced where he saw them. */
  standing(): readonly { readonly value: string; readonly typed: string }[];
  removals(): readonly Removal[];
  /** A session of this site has ended well: what was written there until then is known elsewhere. */
  synchronised(site: string): void;
  /** A hub whose policy is that clients win gave its row or its delete up for this one, and counted it. */
  overrule(table: string, incoming: readonly unknown[], own: readonly unknown[] | null): void;
  /** These values were removed by a rule of the hub's own tables. */
  forget(values: readonly unknown[]): void;
  rows(site: Site, table: SimTable): Rows;
  /** Texts that were typed into this very cell before. */
  past(cell: CellName): readonly string[];
  /** The latest changes of programs at a site, newest last. */
  changes(site: string): readonly RecordChange[];
}

/** One record as a write found it; null = it was not there. */
export interface RecordChange {
  readonly table: SimTable;
  readonly key: string;
  readonly before: Readonly<Record<string, unknown>> | null;
}

/** An empty ledger over these tables. */
export function createLedger(tables: readonly SimTable[]): Ledger {
  const typed = new Map<string, string>();
  // Values by the sites where somebody replaced them, having seen them.
  const replaced = new Map<string, Set<string>>();
  const past = new Map<string, string[]>();
  const changes = new Map<string, RecordChange[]>();
  let removals: Removal[] = [];
  // Records that somebody wrote as new ones and that nobody else can know yet.
  let additions: readonly Addition[] = [];
  let count = 0;
  const look = (site: Site): ReadonlyMap<string, Rows> =>
    new Map(tables.map((table) => [table.name, readRows(site.db, table)]));
  const noteTyped = (site: Site, step: string, cells: ReadonlyMap<string, string>): void => {
    for (const [value, cell] of cells) {
      if (!typed.has(value)) typed.set(value, `${site.name} in ${step}`);
      replaced.get(value)?.delete(site.name);
      past.set(cell, [...(past.get(cell) ?? []), value]);
    }
  };
  const forget = (values: readonly unknown[]): void => {
    for (const value of values)
      if (typeof value === 'string' && isValue(value))
        replaced.set(value, (replaced.get(value) ?? new Set()).add('a rule'));
  };
  return {
    async watch(site, step, by, work) {
      const before = look(site);
      try {
        return await work();
      } finally {
        const after = look(site);
        const [old, now] = [valuesOf(before), valuesOf(after)];
        noteTyped(
          site,
          step,
          new Map([...now].flatMap(([value, { cell }]) => (old.has(value) ? [] : [[value, cell]]))),
        );
        if (by === 'program')
          for (const [value, { times }] of old)
            if ((now.get(value)?.times ?? 0) < times)
              replaced.set(value, (replaced.get(value) ?? new Set()).add(site.name));
        for (const [table, rows] of after)
          removals = removals.filter((item) => item.table !== table || !isPutBack(item, rows, before.get(table)));
        if (by === 'program')
          changes.set(site.name, [...(changes.get(site.name) ?? []), ...changesOf(tables, before, after)]);
        if (by === 'program')
          removals.push(...removalsOf({ site: site.name, step, before, after }).filter(isUnwritten(additions)));
        additions = [...additions, ...additionsOf({ site: site.name, step, before, after })];
      }
    },
    fresh: (site) => `${site}${++count}`,
    standing: () =>
      [...typed].flatMap(([value, where]) => ((replaced.get(value)?.size ?? 0) > 0 ? [] : [{ value, typed: where }])),
    removals: () => removals,
    synchronised: (site) => void (additions = additions.filter((item) => item.site !== site)),
    forget,
    overrule(name, incoming, own) {
      forget(own ?? []);
      const width = tables.find((table) => table.name === name)?.key.length ?? 0;
      const key = JSON.stringify(incoming.slice(0, width));
      removals = removals.filter((item) => own !== null || item.table !== name || item.key !== key);
    },
    rows: (site, table) => readRows(site.db, table),
    changes: (site) => changes.get(site) ?? [],
    past: (cell) => past.get(cellText(cell)) ?? [],
  };
}

/** The rows of a table; none while it is not there. */
export function readRows(db: HubDb, table: SimTable): Rows {
  const there = db.prepare(`select 1 from sqlite_schema where type = 'table' and name = ?`).get(table.name);
  if (!there) return new Map();
  const rows = db.prepare(`select * from ${table.name} order by ${table.key.join(', ')}`).all() as Record<
    string,
    unknown
  >[];
  return new Map(rows.map((row) => [JSON.stringify(table.key.map((name) => row[name])), row]));
}

function cellText({ table, key, column }: CellName): string {
  return `${table} ${key} ${column}`;
}

/** Where a text stands, and in how many cells: a record that was moved at two sites is two records afterwards. */
interface Standing {
  readonly cell: string;
  readonly times: number;
}

function valuesOf(site: ReadonlyMap<string, Rows>): Map<string, Standing> {
  const values = new Map<string, Standing>();
  for (const [table, rows] of site)
    for (const [key, row] of rows)
      for (const [column, text] of Object.entries(row)) {
        if (typeof text !== 'string' || !isValue(text)) continue;
        values.set(text, { cell: cellText({ table, key, column }), times: (values.get(text)?.times ?? 0) + 1 });
      }
  return values;
}

/** Texts of the ledger begin with a site's letter; keys do not. */
export function isValue(text: string): boolean {
  return /^[A-Z]\d+/.test(text);
}

/** Somebody wrote the record again: as a new one, or with these values over another's. */
function isPutBack({ key, values }: Removal, rows: Rows, before: Rows | undefined): boolean {
  const [now, old] = [Object.values(rows.get(key) ?? {}), before?.get(key)];
  return rows.has(key) && (!old || (values.every((value) => now.includes(value)) && !same(now, Object.values(old))));
}

function same(a: readonly unknown[], b: readonly unknown[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function changesOf(
  tables: readonly SimTable[],
  before: ReadonlyMap<string, Rows>,
  after: ReadonlyMap<string, Rows>,
): RecordChange[] {
  return tables.flatMap((table) => {
    const [old, now] = [before.get(table.name) ?? new Map(), after.get(table.name) ?? new Map()];
    return [...new Set([...old.keys(), ...now.keys()])]
      .filter((key) => JSON.stringify(old.get(key)) !== JSON.stringify(now.get(key)))
      .map((key) => ({ table, key, before: old.get(key) ?? null }));
  });
}

interface Change {
  readonly site: string;
  readonly step: string;
  readonly before: ReadonlyMap<string, Rows>;
  readonly after: ReadonlyMap<string, Rows>;
}

/** Somebody wrote this record as a new one. */
interface Addition {
  readonly site: string;
  readonly table: string;
  readonly key: string;
  readonly values: readonly unknown[];
}

function additionsOf({ site, before, after }: Change): Addition[] {
  return [...after].flatMap(([table, rows]) =>
    [...rows].flatMap(([key, row]) =>
      before.get(table)?.has(key) ? [] : [{ site, table, key, values: Object.values(row) }],
    ),
  );
}

/** False where another site has meanwhile written the same record anew: that one was not removed, only its former life. */
function isUnwritten(additions: readonly Addition[]): (removal: Removal) => boolean {
  return ({ site, table, key, values }) =>
    !additions.some(
      (item) =>
        item.site !== site &&
        item.table === table &&
        item.key === key &&
        values.every((value) => item.values.includes(value)),
    );
}

function removalsOf({ site, step, before, after }: Change): Removal[] {
  return [...before].flatMap(([table, rows]) =>
    [...rows].flatMap(([key, row]) => {
      const values = Object.values(row).filter((cell) => typeof cell === 'string' && isValue(cell)) as string[];
      return after.get(table)?.has(key) || values.length === 0 ? [] : [{ site, step, table, key, values }];
    }),
  );
}
