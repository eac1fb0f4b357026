// The selection for one client: from one snapshot, in short slices, straight into part texts (W-93, W-94, W-114, W-182).

import type { Cell } from '../../../sync/cell.ts';
import type { ChangeKind } from '../../../sync/conflict.ts';
import type { SelectedCount } from '../../../sync/counters.ts';
import type { Author, PartInfo, RefusedRow } from '../../../sync/orchestrator.ts';
import { directionOf, mayDownload, parentsFirst, tableKey } from '../../../sync/schema.ts';
import { rowReader } from '../../../sqlite/cells.ts';
import { quote } from '../../../sqlite/names.ts';
import { createSlices, type Slices } from '../../../sqlite/slices.ts';
import type { Reader, SqlValue } from '../../../sqlite/database.ts';
import { createPartSink, leftAuthor, timed, type SelectedRow } from '../part-sink.ts';
import type { Counted, SelectRequest, SelectScope, Selected } from '../store.ts';
import { lackingOf } from '../lacking.ts';
import { otherSets } from '../parameter-sets.ts';
import { rowFilterOf, type RowFilter, type RowFilterInput } from '../row-filter.ts';
import { createParentsFirst } from '../parents-first.ts';
import { clientNumber, storedSets } from './clients.ts';
import { dialectOf } from './filter-dialect.ts';
import type { NumberedScope } from './scopes.ts';
import type { ScopedTable } from './registry.ts';
import {
  authorWidth,
  deleteSource,
  deleteText,
  firstOfOthers,
  leftSource,
  leftText,
  upsertSources,
  upsertText,
  type Source,
  type Wanted,
} from './select-sql.ts';
import { lastSeal } from './seals.ts';
import { hubTimeText } from './stamps.ts';

/** Where a selection reads: a connection with an open snapshot. */
export interface SelectInput {
  readonly reader: Reader;
  readonly scope: NumberedScope;
  readonly scopes: readonly NumberedScope[];
  /** Those of the scope. */
  readonly tables: ReadonlyMap<string, ScopedTable>;
  /** Those of all scopes. */
  readonly everyTable: ReadonlyMap<string, ScopedTable>;
}

interface Run extends SelectInput {
  readonly request: SelectRequest;
  readonly wanted: Wanted;
  readonly filters: RowFilterInput;
  readonly slices: Slices;
  readonly parts: PartInfo[];
  readonly unsent: RefusedRow[];
}

/** Reads every row that the client is to receive into the spool. */
export async function selectChanges(input: SelectInput, request: SelectRequest): Promise<Selected> {
  const hubTime = input.reader.big(hubTimeText) ?? 0n;
  const wanted = wantedOf(input.reader, request);
  const filters = filtersOf(input, request);
  const run: Run = { ...input, request, wanted, filters, slices: createSlices(), parts: [], unsent: [] };
  const counts: SelectedCount[] = [];
  if (!isIdle(request, hubTime))
    for (const table of downloaded(input, request)) counts.push(await timed(request, () => selectTable(run, table)));
  return {
    hubTime,
    seal: lastSeal(input.reader),
    counts: counts.filter((count) => count.upserts + count.deletes > 0),
    parts: run.parts,
    unsent: run.unsent,
  };
}

/** Counts what `selectChanges` would read; rows that could not travel are counted too. */
export function countChanges(input: SelectInput, request: SelectScope): Counted {
  const { reader } = input;
  const hubTime = reader.big(hubTimeText) ?? 0n;
  if (isIdle(request, hubTime)) return { hubTime, counts: [] };
  const all = wantedOf(reader, request);
  const filters = filtersOf(input, request);
  const count = (sources: readonly (Source | null)[]): number =>
    sources.reduce((sum, source) => {
      if (!source) return sum;
      const { from, where, values } = source;
      return sum + Number(reader.value(`select count(*) from ${from} where ${where}`, ...values));
    }, 0);
  const counts = downloaded(input, request).map((table) => {
    const filter = filterFor(filters, table);
    const wanted = wantedFor(all, request, table);
    return {
      table: { name: table.table.name, schema: table.table.schema },
      upserts: count(upsertSources(table, wanted, filter)),
      deletes: count([deleteSource(table, wanted), leftSource(table, wanted, filter)]),
    };
  });
  return { hubTime, counts: counts.filter((item) => item.upserts + item.deletes > 0) };
}

/** Nothing was written since the client last heard of the hub. */
function isIdle({ after, held }: SelectScope, hubTime: bigint): boolean {
  return after !== null && !held && after >= hubTime;
}

/** of a table that the client does not hold it wants every row. */
function wantedFor(wanted: Wanted, request: SelectScope, table: ScopedTable): Wanted {
  const lacking = lackingOf(request, table);
  return lacking === null ? { ...wanted, after: null } : { ...wanted, lacking };
}

function wantedOf(reader: Reader, { after, everything, clientId }: SelectScope): Wanted {
  return {
    after: after === null ? null : Number(after),
    notOf: everything ? null : (clientNumber(reader, clientId) ?? -1),
    client: clientNumber(reader, clientId),
    lacking: [],
  };
}

/** the client's own parameters, and the other sets under which it holds rows. */
function filtersOf({ reader, scope, scopes, everyTable }: SelectInput, request: SelectScope): RowFilterInput {
  const { after, parameters, hash, sets, clientId } = request;
  const own = { scope, parameters };
  const asks = scope.filters !== null && after !== null;
  const others = asks
    ? otherSets(storedSets(reader, clientId), scopes, { hash, scopeNo: scope.no, ...(sets && { sets }) })
    : [];
  return { dialect: dialectOf(everyTable, after), own, others, isFirst: after === null };
}

/** W-87, W-209: the tables that are sent at all, parents first. */
function downloaded({ tables }: SelectInput, { scope }: SelectScope): ScopedTable[] {
  return parentsFirst(scope.schema)
    .filter((table) => mayDownload(directionOf(scope.setup, table)))
    .flatMap((table) => tables.get(tableKey(table)) ?? []);
}

function filterFor(filters: RowFilterInput, { table, key }: ScopedTable): RowFilter | null {
  return rowFilterOf(filters, table, key.map(quote));
}

async function selectTable(run: Run, table: ScopedTable): Promise<SelectedCount> {
  const filter = filterFor(run.filters, table);
  const wanted = afterOwn(run.reader, table, wantedFor(run.wanted, run.request, table), filter);
  const upserts = upsertSources(table, wanted, filter);
  const deletes = deleteSource(table, wanted);
  const left = leftSource(table, wanted, filter);
  const streams = upserts.map((source) => ({ source, text: upsertText(run.reader, table, source) }));
  return {
    table: { name: table.table.name, schema: table.table.schema },
    upserts: await encode(run, table, { kind: 'upsert', streams }),
    deletes:
      (deletes
        ? await encode(run, table, { kind: 'delete', streams: [{ source: deletes, text: deleteText(table, deletes) }] })
        : 0) +
      (left
        ? await encode(run, table, { kind: 'delete', streams: [{ source: left, text: leftText(table, left) }] })
        : 0),
  };
}

/**
 * What the client has just sent stands before what others did, and is long: it is passed over once, not again for each kind.
 * Only where nothing but the entries of others is asked for.
 */
function afterOwn(reader: Reader, table: ScopedTable, wanted: Wanted, filter: RowFilter | null): Wanted {
  const { after, notOf, lacking } = wanted;
  if (after === null || notOf === null || filter || lacking.length > 0) return wanted;
  const first = reader.value(firstOfOthers(table), after, notOf);
  return { ...wanted, after: first === undefined ? Number.MAX_SAFE_INTEGER : Number(first) - 1 };
}

interface Stream {
  readonly source: Source;
  readonly text: string;
}

interface Encoding {
  readonly kind: ChangeKind;
  readonly streams: readonly Stream[];
}

/** Returns the number of rows that were written into parts. */
async function encode(run: Run, table: ScopedTable, { kind, streams }: Encoding): Promise<number> {
  const { request, slices } = run;
  const sink = createPartSink(table, kind, run);
  const order =
    kind === 'upsert' ? createParentsFirst<SelectedRow>(request.scope.schema, table, (item) => item.row) : null;
  for (const { source, text } of streams) {
    const read = itemReader(table, request.authors ? source : null);
    for (const values of run.reader.raw(text).iterate(...source.values)) {
      const item = read(values);
      const full = order ? null : sink.take(item);
      if (full) await full;
      for (const ready of order?.add(item) ?? []) await sink.take(ready);
      if (slices.due()) await slices.pause();
    }
  }
  for (const item of order?.rest() ?? []) await sink.take(item);
  return sink.end();
}

function itemReader(table: ScopedTable, told: Source | null): (values: SqlValue[]) => SelectedRow {
  const [first] = table.travels;
  const plain = first ? [{ ...first, type: 'text' as const }] : [];
  const read = rowReader([...Array.from({ length: authorWidth }, () => plain).flat(), ...table.travels]);
  return (values) => {
    const cells = read(values);
    return { row: cells.slice(authorWidth), author: told?.left ? leftAuthor : told?.tracked ? authorOf(cells) : null };
  };
}

function authorOf([user = null, device = null, at = null]: readonly Cell[]): Author | null {
  if (at === null) return null;
  return { user: textOf(user), device: textOf(device), at: textOf(at) };
}

function textOf(cell: Cell): string | null {
  return typeof cell === 'string' ? cell : null;
}
