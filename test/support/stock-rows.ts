// The rows of a stock-like hub: each key with its last change, time and owner; the conflict and selection rules of W-110.

import { writeJson } from '../../main/wire/json.ts';
import { isJsonObject, type JsonObject, type JsonValue, type JsonWritable } from '../../main/wire/json-value.ts';
import { memberOf, textOf } from './sync-call.ts';

/** A row as it travels: state, then its cells. */
export type WireRow = readonly JsonValue[];

/** Rows of one uploaded part. */
export interface UploadPart {
  readonly table: string;
  readonly rows: readonly WireRow[];
}

/** Rows of one part to be downloaded. */
export interface DownloadPart extends UploadPart {
  readonly state: 8 | 16;
}

/** What became of the uploaded rows of a table and state. */
export interface Counts {
  readonly table: string;
  readonly state: 8 | 16;
  readonly rc: number;
  readonly a: number;
  readonly f: number;
  readonly trc: number;
  readonly tac: number;
}

/** The rows of a hub. */
export interface StockRows {
  /** The hub's own writes. */
  put(table: string, ...rows: readonly (readonly JsonValue[])[]): void;
  remove(table: string, ...keys: readonly (readonly JsonValue[])[]): void;
  /** Rows that are there, ordered by key. */
  present(table: string): readonly (readonly JsonValue[])[];
  apply(
    upload: readonly UploadPart[],
    sender: { readonly client: string; readonly lsst: bigint | null; readonly policy: 0 | 1 },
  ): readonly Counts[];
  /** `lsst` null = every row. */
  select(who: { readonly client: string; readonly lsst: bigint | null }): {
    readonly rct: bigint;
    readonly parts: readonly DownloadPart[];
  };
  /** The hub's time of the next selection. */
  setTime(time: bigint): void;
  /** One part as a container's table. */
  container(part: DownloadPart): JsonWritable;
}

interface Table {
  readonly name: string;
  readonly columns: readonly { readonly n: string; readonly t: string }[];
  readonly keyAt: readonly number[];
  readonly entries: Map<string, Entry>;
}

interface Entry {
  readonly cells: readonly JsonValue[];
  readonly gone: boolean;
  readonly stamp: bigint;
  readonly owner: string | null;
}

/** Empty tables of a scope, cut into parts of so many rows. */
export function createStockRows(scope: JsonObject, rowsAPart: number): StockRows {
  const tables = tablesOf(scope);
  let clock = 1_795_000_000_000n;
  const find = (name: string): Table => {
    const table = tables.find((item) => item.name === name);
    if (!table) throw new Error(`the hub has no table ${name}`);
    return table;
  };
  const write = (table: Table, cells: readonly JsonValue[], change: { gone: boolean; owner: string | null }): void =>
    void table.entries.set(keyText(table, cells), { cells, stamp: ++clock, ...change });
  return {
    put: (name, ...rows) => rows.forEach((cells) => write(find(name), cells, { gone: false, owner: null })),
    remove: (name, ...keys) =>
      keys.forEach((key) => write(find(name), widen(find(name), key), { gone: true, owner: null })),
    present: (name) =>
      [...find(name).entries]
        .filter(([, entry]) => !entry.gone)
        .toSorted(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
        .map(([, entry]) => entry.cells),
    apply(upload, { client, lsst, policy }) {
      const tallies = createTallies(upload);
      for (const state of [16, 8] as const) {
        for (const { table: name, row } of rowsOfState(upload, state)) {
          const table = find(name);
          const cells = row.slice(1);
          const entry = table.entries.get(keyText(table, cells));
          const conflict = entry && entry.owner !== client && (lsst === null || entry.stamp > lsst);
          const taken = !conflict || policy === 1;
          tallies.count(name, state, { conflict: conflict ?? false, taken });
          if (taken) write(table, cells, { gone: state === 8, owner: client });
        }
      }
      return tallies.counts();
    },
    select({ client, lsst }) {
      const wanted = (entry: Entry): boolean =>
        lsst === null ? !entry.gone : entry.stamp > lsst && entry.owner !== client;
      return { rct: ++clock, parts: tables.flatMap((table) => partsOf(table, wanted, rowsAPart)) };
    },
    setTime: (time) => void (clock = time - 1n),
    container({ table: name, rows }) {
      const { columns, keyAt } = find(name);
      return {
        n: name,
        s: '',
        c: columns.map((column, at) => ({ ...column, ...(keyAt.includes(at) && { p: 1 }) })),
        r: rows,
      };
    },
  };
}

function partsOf(table: Table, wanted: (entry: Entry) => boolean, size: number): DownloadPart[] {
  const chosen = [...table.entries.values()].filter(wanted);
  return ([16, 8] as const).flatMap((state) => {
    const rows = chosen.filter((entry) => entry.gone === (state === 8)).map((entry) => [state, ...entry.cells]);
    return chunks(rows, size).map((part) => ({ table: table.name, state, rows: part }));
  });
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, at) => items.slice(at * size, (at + 1) * size));
}

interface Tallies {
  count(table: string, state: 8 | 16, outcome: { readonly conflict: boolean; readonly taken: boolean }): void;
  counts(): readonly Counts[];
}

function createTallies(upload: readonly UploadPart[]): Tallies {
  const trc = upload.reduce((sum, part) => sum + part.rows.length, 0);
  const found = new Map<string, { table: string; state: 8 | 16; rc: number; a: number }>();
  return {
    count(table, state, { conflict, taken }) {
      const name = `${table} ${state}`;
      const tally = found.get(name) ?? { table, state, rc: 0, a: 0 };
      found.set(name, tally);
      if (conflict) tally.rc++;
      if (taken) tally.a++;
    },
    counts() {
      let tac = 0;
      return [...found.values()].map((tally) => ({ ...tally, f: 0, trc, tac: (tac += tally.a) }));
    },
  };
}

function rowsOfState(upload: readonly UploadPart[], state: 8 | 16): { table: string; row: WireRow }[] {
  return upload.flatMap(({ table, rows }) => rows.filter((row) => row[0] === state).map((row) => ({ table, row })));
}

function keyText(table: Table, cells: readonly JsonValue[]): string {
  return table.keyAt.map((at) => writeJson(cells[at] ?? null).toLowerCase()).join(' ');
}

function widen(table: Table, key: readonly JsonValue[]): JsonValue[] {
  return table.columns.map((_, at) => key[table.keyAt.indexOf(at)] ?? null);
}

function tablesOf(scope: JsonObject): Table[] {
  return list(memberOf(scope, 'sch', 't')).map((table) => {
    const columns = list(table['c']).filter((column) => column['ir'] !== true && column['ico'] !== true);
    const key = list(table['pk'] ?? [], textOf);
    return {
      name: textOf(table['n']),
      columns: columns.map((column) => ({ n: textOf(column['n']), t: textOf(column['dt']) })),
      keyAt: columns.flatMap((column, at) => (key.includes(textOf(column['n'])) ? [at] : [])),
      entries: new Map(),
    };
  });
}

function list(value: JsonValue | undefined): JsonObject[];
function list<T>(value: JsonValue | undefined, as: (item: JsonValue) => T): T[];
function list<T>(value: JsonValue | undefined, as?: (item: JsonValue) => T): (JsonObject | T)[] {
  const items = Array.isArray(value) ? value : [];
  return as ? items.map(as) : items.filter(isJsonObject);
}
