// The selection for one client: from one snapshot, in short slices, straight into part texts (W-93, W-94, W-114, W-182).

import type { Cell } from '../../../sync/cell.ts';
import type { ChangeKind } from '../../../sync/conflict.ts';
import type { SelectedCount } from '../../../sync/counters.ts';
import type { Author, PartInfo, RefusedRow } from '../../../sync/orchestrator.ts';
import { directionOf, mayDownload, parentsFirst, tableKey } from '../../../sync/schema.ts';
import { rowReader } from '../../../sqlite/cells.ts';
import type { Reader, SqlValue } from '../../../sqlite/database.ts';
import { createSlices, type Slices } from '../../../sqlite/slices.ts';
import { createPartSink, type SelectedRow } from '../part-sink.ts';
import type { Counted, SelectRequest, SelectScope, Selected } from '../store.ts';
import { clientNumber } from './clients.ts';
import { createParentsFirst } from '../parents-first.ts';
import type { ScopedTable } from './registry.ts';
import {
  authorWidth,
  deleteSource,
  deleteText,
  upsertSource,
  upsertText,
  type Source,
  type Wanted,
} from './select-sql.ts';
import { hubTimeText } from './stamps.ts';

/** Where a selection reads: a connection with an open snapshot. */
export interface SelectInput {
  readonly reader: Reader;
  readonly tables: ReadonlyMap<string, ScopedTable>;
}

interface Run extends SelectInput {
  readonly request: SelectRequest;
  readonly wanted: Wanted;
  readonly slices: Slices;
  readonly parts: PartInfo[];
  readonly unsent: RefusedRow[];
}

/** Reads every row that the client is to receive into the spool. */
export async function selectChanges(input: SelectInput, request: SelectRequest): Promise<Selected> {
  const hubTime = input.reader.big(hubTimeText) ?? 0n;
  const wanted = wantedOf(input.reader, request);
  const run: Run = { ...input, request, wanted, slices: createSlices(), parts: [], unsent: [] };
  const counts: SelectedCount[] = [];
  if (!isIdle(request, hubTime))
    for (const table of downloaded(input, request)) counts.push(await selectTable(run, table));
  return {
    hubTime,
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
  const wanted = wantedOf(reader, request);
  const count = (source: Source | null): number =>
    source ? Number(reader.value(`select count(*) from ${source.from} where ${source.where}`, ...source.values)) : 0;
  const counts = downloaded(input, request).map((table) => ({
    table: { name: table.table.name, schema: table.table.schema },
    upserts: count(upsertSource(table, wanted)),
    deletes: count(deleteSource(table, wanted)),
  }));
  return { hubTime, counts: counts.filter((item) => item.upserts + item.deletes > 0) };
}

/** Nothing was written since the client last heard of the hub. */
function isIdle({ after }: SelectScope, hubTime: bigint): boolean {
  return after !== null && after >= hubTime;
}

function wantedOf(reader: Reader, { after, everything, clientId }: SelectScope): Wanted {
  return {
    after: after === null ? null : Number(after),
    notOf: everything ? null : (clientNumber(reader, clientId) ?? -1),
  };
}

/** W-87, W-209: the tables that are sent at all, parents first. */
function downloaded({ tables }: SelectInput, { scope }: SelectScope): ScopedTable[] {
  return parentsFirst(scope.schema)
    .filter((table) => mayDownload(directionOf(scope.setup, table)))
    .flatMap((table) => tables.get(tableKey(table)) ?? []);
}

async function selectTable(run: Run, table: ScopedTable): Promise<SelectedCount> {
  const upserts = upsertSource(table, run.wanted);
  const deletes = deleteSource(table, run.wanted);
  return {
    table: { name: table.table.name, schema: table.table.schema },
    upserts: await encode(run, table, {
      kind: 'upsert',
      source: upserts,
      text: upsertText(run.reader, table, upserts),
    }),
    deletes: deletes
      ? await encode(run, table, { kind: 'delete', source: deletes, text: deleteText(table, deletes) })
      : 0,
  };
}

interface Stream {
  readonly kind: ChangeKind;
  readonly source: Source;
  readonly text: string;
}

/** Returns the number of rows that were written into parts. */
async function encode(run: Run, table: ScopedTable, { kind, source, text }: Stream): Promise<number> {
  const { request, slices } = run;
  const sink = createPartSink(table, kind, run);
  const order =
    kind === 'upsert' ? createParentsFirst<SelectedRow>(request.scope.schema, table, (item) => item.row) : null;
  const read = itemReader(table, request.authors && source.tracked);
  for (const values of run.reader.raw(text).iterate(...source.values)) {
    const item = read(values);
    const full = order ? null : sink.take(item);
    if (full) await full;
    for (const ready of order?.add(item) ?? []) await sink.take(ready);
    if (slices.due()) await slices.pause();
  }
  for (const item of order?.rest() ?? []) await sink.take(item);
  return sink.end();
}

function itemReader(table: ScopedTable, authors: boolean): (values: SqlValue[]) => SelectedRow {
  const [first] = table.travels;
  const plain = first ? [{ ...first, type: 'text' as const }] : [];
  const read = rowReader([...Array.from({ length: authorWidth }, () => plain).flat(), ...table.travels]);
  return (values) => {
    const cells = read(values);
    return { row: cells.slice(authorWidth), author: authors ? authorOf(cells) : null };
  };
}

function authorOf([user = null, device = null, at = null]: readonly Cell[]): Author | null {
  if (at === null) return null;
  return { user: textOf(user), device: textOf(device), at: textOf(at) };
}

function textOf(cell: Cell): string | null {
  return typeof cell === 'string' ? cell : null;
}
