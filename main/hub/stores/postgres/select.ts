// The selection for one client from one snapshot: rows are fetched a few thousand at a time, the next ones while these are
// written into part texts (W-93, W-94, W-114, W-182).

import type { Cell, Row } from '../../../sync/cell.ts';
import type { ChangeKind } from '../../../sync/conflict.ts';
import type { SelectedCount } from '../../../sync/counters.ts';
import type { Author, PartInfo, RefusedRow } from '../../../sync/orchestrator.ts';
import { directionOf, mayDownload, parentsFirst, tableKey } from '../../../sync/schema.ts';
import { createSlices, type Slices } from '../../../sqlite/slices.ts';
import { createPartSink, type SelectedRow } from '../part-sink.ts';
import { createParentsFirst } from '../parents-first.ts';
import type { Counted, SelectRequest, SelectScope, Selected } from '../store.ts';
import { nameOf } from '../table.ts';
import { rowReader } from './cells.ts';
import type { Snapshot } from './clock.ts';
import type { PgRow, Querying } from './connection.ts';
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

/** Where a selection reads. */
export interface SelectInput {
  readonly snapshot: Snapshot;
  readonly tables: ReadonlyMap<string, ScopedTable>;
}

interface Run {
  readonly db: Querying;
  readonly request: SelectRequest;
  readonly slices: Slices;
  readonly parts: PartInfo[];
  readonly unsent: RefusedRow[];
}

/** Rows fetched at a time. */
const fetched = 4000;

/** Reads every row that the client is to receive into the spool. */
export async function selectChanges({ snapshot, tables }: SelectInput, request: SelectRequest): Promise<Selected> {
  const { db, hubTime } = snapshot;
  const run: Run = { db, request, slices: createSlices(), parts: [], unsent: [] };
  const counts: SelectedCount[] = [];
  if (!isIdle(request, hubTime)) {
    const wanted = await wantedOf(db, request);
    for (const table of downloaded(tables, request)) counts.push(await selectTable(run, table, wanted));
  }
  const told = counts.filter((count) => count.upserts + count.deletes > 0);
  return { hubTime, counts: told, parts: run.parts, unsent: run.unsent };
}

/** Counts what `selectChanges` would read; rows that could not travel are counted too. */
export async function countChanges({ snapshot, tables }: SelectInput, request: SelectScope): Promise<Counted> {
  const { db, hubTime } = snapshot;
  if (isIdle(request, hubTime)) return { hubTime, counts: [] };
  const wanted = await wantedOf(db, request);
  const count = async (source: Source | null): Promise<number> =>
    source ? Number(await db.value(`select count(*) from ${source.from} where ${source.where}`, source.values)) : 0;
  const counts: SelectedCount[] = [];
  for (const table of downloaded(tables, request)) {
    const upserts = await count(upsertSource(table, wanted));
    const deletes = await count(deleteSource(table, wanted));
    if (upserts + deletes > 0) counts.push({ table: nameOf(table), upserts, deletes });
  }
  return { hubTime, counts };
}

/** Nothing was written since the client last heard of the hub. */
function isIdle({ after }: SelectScope, hubTime: bigint): boolean {
  return after !== null && after >= hubTime;
}

async function wantedOf(db: Querying, { after, everything, clientId }: SelectScope): Promise<Wanted> {
  if (everything) return { after, notOf: null };
  const no = await db.value(`select no from _concord.client where id = $1`, [clientId]);
  return { after, notOf: no === null ? -1 : Number(no) };
}

/** W-87, W-209: the tables that are sent at all, parents first. */
function downloaded(tables: SelectInput['tables'], { scope }: SelectScope): ScopedTable[] {
  return parentsFirst(scope.schema)
    .filter((table) => mayDownload(directionOf(scope.setup, table)))
    .flatMap((table) => tables.get(tableKey(table)) ?? []);
}

async function selectTable(run: Run, table: ScopedTable, wanted: Wanted): Promise<SelectedCount> {
  const upserts = upsertSource(table, wanted);
  const deletes = deleteSource(table, wanted);
  return {
    table: nameOf(table),
    upserts: await encode(run, table, { kind: 'upsert', source: upserts, text: upsertText(table, upserts) }),
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
  const { request, slices, parts, unsent } = run;
  const sink = createPartSink(table, kind, { request, parts, unsent });
  const order =
    kind === 'upsert' ? createParentsFirst<SelectedRow>(request.scope.schema, table, (item) => item.row) : null;
  const read = itemReader(table, request.authors && source.tracked);
  for await (const rows of inPieces(run.db, text, source)) {
    for (const texts of rows) {
      const item = read(texts);
      for (const ready of order ? order.add(item) : [item]) await sink.take(ready);
      if (slices.due()) await slices.pause();
    }
  }
  for (const item of order?.rest() ?? []) await sink.take(item);
  return sink.end();
}

/** The next piece is asked for before this one is given out, so that PostgreSQL works meanwhile. */
async function* inPieces(db: Querying, text: string, { values }: Source): AsyncGenerator<PgRow[]> {
  await db.rows(`declare concord_rows no scroll cursor for ${text}`, values);
  const fetch = (): Promise<PgRow[]> => db.rows(`fetch ${fetched} from concord_rows`);
  let next = fetch();
  for (;;) {
    const rows = await next;
    const isLast = rows.length < fetched;
    if (!isLast) next = fetch();
    // Heard where it is awaited; a reader that gives up meanwhile must not end the process.
    next.catch(() => undefined);
    if (rows.length > 0) yield rows;
    if (isLast) break;
  }
  await db.rows(`close concord_rows`);
}

function itemReader(table: ScopedTable, authors: boolean): (texts: PgRow) => SelectedRow {
  const read = rowReader(
    table.travels.map((column) => column.type),
    authorWidth,
  );
  return (texts) => {
    const cells = read(texts);
    const row: Row = cells.slice(authorWidth);
    return { row, author: authors ? authorOf(cells) : null };
  };
}

function authorOf([user = null, device = null, at = null]: readonly Cell[]): Author | null {
  const text = (cell: Cell): string | null => (typeof cell === 'string' ? cell : null);
  return at === null ? null : { user: text(user), device: text(device), at: text(at) };
}
