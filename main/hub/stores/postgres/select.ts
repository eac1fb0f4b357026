// The selection for one client from one snapshot: rows are fetched a few thousand at a time, the next ones while these are
// written into part texts (W-93, W-94, W-114, W-182).

import type { Cell, Row } from '../../../sync/cell.ts';
import type { ChangeKind } from '../../../sync/conflict.ts';
import type { SelectedCount } from '../../../sync/counters.ts';
import type { Author, PartInfo, RefusedRow } from '../../../sync/orchestrator.ts';
import { directionOf, mayDownload, parentsFirst, tableKey } from '../../../sync/schema.ts';
import { createSlices, type Slices } from '../../../sqlite/slices.ts';
import { createPartSink, leftAuthor, timed, type SelectedRow } from '../part-sink.ts';
import { lackingOf } from '../lacking.ts';
import { otherSets } from '../parameter-sets.ts';
import { createParentsFirst, type ParentsFirst } from '../parents-first.ts';
import { rowFilterOf, type RowFilter, type RowFilterInput } from '../row-filter.ts';
import type { Counted, SelectRequest, SelectScope, Selected } from '../store.ts';
import { nameOf } from '../table.ts';
import { rowReader } from './cells.ts';
import { storedSets } from './clients.ts';
import { newerThan, type Snapshot } from './clock.ts';
import type { PgRow, Querying } from './connection.ts';
import { dialectOf } from './filter-dialect.ts';
import type { ScopedTable } from './registry.ts';
import type { NumberedScope } from './scopes.ts';
import {
  authorWidth,
  deleteSource,
  deleteText,
  leftSource,
  leftText,
  readyText,
  unreadyText,
  upsertSources,
  upsertText,
  type Source,
  type Wanted,
} from './select-sql.ts';
import { wholeText } from './whole-table.ts';

/** Where a selection reads. */
export interface SelectInput {
  readonly snapshot: Snapshot;
  readonly scope: NumberedScope;
  readonly scopes: readonly NumberedScope[];
  /** Those of the scope. */
  readonly tables: ReadonlyMap<string, ScopedTable>;
  /** Those of all scopes. */
  readonly everyTable: ReadonlyMap<string, ScopedTable>;
}

interface Run {
  readonly db: Querying;
  readonly request: SelectRequest;
  readonly slices: Slices;
  readonly parts: PartInfo[];
  readonly unsent: RefusedRow[];
}

/** Rows fetched at a time, and texts of many rows. */
const fetched = { rows: 4000, texts: 16 };

/** Reads every row that the client is to receive into the spool. */
export async function selectChanges(input: SelectInput, request: SelectRequest): Promise<Selected> {
  const { snapshot, tables } = input;
  const { db, hubTime, seal } = snapshot;
  const run: Run = { db, request, slices: createSlices(), parts: [], unsent: [] };
  const counts: SelectedCount[] = [];
  if (!isIdle(request, hubTime)) {
    const wanted = await wantedOf(db, request);
    const filters = await filtersOf(input, request);
    for (const table of downloaded(tables, request))
      counts.push(
        await timed(request, () =>
          selectTable(run, table, {
            wanted: wantedFor(wanted, request, table),
            filter: filterFor(filters, table),
          }),
        ),
      );
  }
  const told = counts.filter((count) => count.upserts + count.deletes > 0);
  return { hubTime, seal, counts: told, parts: run.parts, unsent: run.unsent };
}

/** Counts what `selectChanges` would read; rows that could not travel are counted too. */
export async function countChanges(input: SelectInput, request: SelectScope): Promise<Counted> {
  const { snapshot, tables } = input;
  const { db, hubTime } = snapshot;
  if (isIdle(request, hubTime)) return { hubTime, counts: [] };
  const all = await wantedOf(db, request);
  const filters = await filtersOf(input, request);
  const count = async (sources: readonly (Source | null)[]): Promise<number> => {
    let sum = 0;
    for (const source of sources)
      if (source)
        sum += Number(await db.value(`select count(*) from ${source.from} where ${source.where}`, source.values));
    return sum;
  };
  const counts: SelectedCount[] = [];
  for (const table of downloaded(tables, request)) {
    const filter = filterFor(filters, table);
    const wanted = wantedFor(all, request, table);
    const upserts = await count(upsertSources(table, wanted, filter));
    const deletes = await count([deleteSource(table, wanted), leftSource(table, wanted, filter)]);
    if (upserts + deletes > 0) counts.push({ table: nameOf(table), upserts, deletes });
  }
  return { hubTime, counts };
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

async function wantedOf(db: Querying, { after, everything, clientId }: SelectScope): Promise<Wanted> {
  const no = await db.value(`select no from _concord.client where id = $1`, [clientId]);
  const client = no === null ? null : Number(no);
  const changes = after === null ? null : await changesSince(db, after);
  return { after, notOf: everything ? null : (client ?? -1), client, lacking: [], changes };
}

const fewChanges = 5000;

/** The transactions since then; null where they are many. */
async function changesSince(db: Querying, after: bigint): Promise<readonly string[] | null> {
  const rows = await db.rows(
    `select no from _concord.change as change where ${newerThan('change', '$1')} limit ${fewChanges + 1}`,
    [after],
  );
  return rows.length > fewChanges ? null : rows.flatMap(([no]) => no ?? []);
}

/** the client's own parameters, and the other sets under which it holds rows. */
async function filtersOf(
  { snapshot, scope, scopes, everyTable }: SelectInput,
  { after, parameters, hash, sets, clientId }: SelectScope,
): Promise<RowFilterInput> {
  const own = { scope, parameters };
  const asks = scope.filters !== null && after !== null;
  const stored = asks ? await storedSets(snapshot.db, clientId) : [];
  const others = otherSets(stored, scopes, { hash, scopeNo: scope.no, ...(sets && { sets }) });
  return { dialect: dialectOf(everyTable, after), own, others, isFirst: after === null };
}

function filterFor(filters: RowFilterInput, { table, columnsThere, keyAt }: ScopedTable): RowFilter | null {
  return rowFilterOf(
    filters,
    table,
    keyAt.map((at) => columnsThere[at]?.quoted ?? ''),
  );
}

/** W-87, W-209: the tables that are sent at all, parents first. */
function downloaded(tables: SelectInput['tables'], { scope }: SelectScope): ScopedTable[] {
  return parentsFirst(scope.schema)
    .filter((table) => mayDownload(directionOf(scope.setup, table)))
    .flatMap((table) => tables.get(tableKey(table)) ?? []);
}

interface Asked {
  readonly wanted: Wanted;
  readonly filter: RowFilter | null;
}

async function selectTable(run: Run, table: ScopedTable, { wanted, filter }: Asked): Promise<SelectedCount> {
  const upserts = upsertSources(table, wanted, filter);
  const deletes = deleteSource(table, wanted);
  const left = leftSource(table, wanted, filter);
  const order = createParentsFirst<SelectedRow>(run.request.scope.schema, table, (item) => item.row);
  const isReady = !run.request.stock && order === null;
  const streams: Stream[] = [];
  for (const source of upserts)
    streams.push(
      ...(isReady ? await readyStreams(run, table, source) : plainStream(upsertText(table, source), source)),
    );
  return {
    table: nameOf(table),
    upserts: await encode(run, table, { kind: 'upsert', streams, order }),
    deletes:
      (deletes
        ? await encode(run, table, {
            kind: 'delete',
            streams: plainStream(deleteText(table, deletes), deletes),
            order: null,
          })
        : 0) +
      (left
        ? await encode(run, table, { kind: 'delete', streams: plainStream(leftText(table, left), left), order: null })
        : 0),
  };
}

interface Stream {
  readonly source: Source;
  readonly text: string;
  /** Rows are JSON texts already, or such texts of many rows each after their number. */
  readonly form: 'cells' | 'row' | 'rows';
}

function plainStream(text: string, source: Source): Stream[] {
  return [{ source, text, form: 'cells' }];
}

/** A row that cannot travel is read cell by cell, so that it is told which one it is and why (W-75). */
async function readyStreams({ db, request }: Run, table: ScopedTable, source: Source): Promise<Stream[]> {
  const unready = unreadyText(table, source);
  const whole = await wholeText(db, table, { source, limitBytes: request.limitBytes });
  const ready: Stream =
    whole === null ? { source, text: readyText(table, source), form: 'row' } : { source, text: whole, form: 'rows' };
  return unready === null ? [ready] : [ready, ...plainStream(unready, source)];
}

interface Encoding {
  readonly kind: ChangeKind;
  readonly streams: readonly Stream[];
  readonly order: ParentsFirst<SelectedRow> | null;
}

/** Returns the number of rows that were written into parts. */
async function encode(run: Run, table: ScopedTable, { kind, streams, order }: Encoding): Promise<number> {
  const { request, slices, parts, unsent } = run;
  const sink = createPartSink(table, kind, { request, parts, unsent });
  for (const { source, text, form } of streams) {
    const isTold = request.authors && source.tracked;
    const read = itemReader(table, request.authors ? source : null);
    for await (const rows of inPieces(run.db, {
      text,
      source,
      atOnce: form === 'rows' ? fetched.texts : fetched.rows,
    })) {
      for (const texts of rows) {
        const ready = form === 'row' ? (texts[authorWidth] ?? null) : null;
        if (form === 'rows') await sink.takeTexts(texts[1] ?? '', Number(texts[0]));
        else if (ready !== null) await sink.takeText(ready, isTold ? authorOf(texts) : null);
        else {
          const item = read(texts);
          for (const free of order ? order.add(item) : [item]) await sink.take(free);
        }
        if (slices.due()) await slices.pause();
      }
    }
  }
  for (const item of order?.rest() ?? []) await sink.take(item);
  return sink.end();
}

interface Reading {
  readonly text: string;
  readonly source: Source;
  readonly atOnce: number;
}

/** The next piece is asked for before this one is given out, so that PostgreSQL works meanwhile. */
async function* inPieces(db: Querying, { text, source, atOnce }: Reading): AsyncGenerator<PgRow[]> {
  await db.rows(`declare concord_rows no scroll cursor for ${text}`, source.values);
  const fetch = (): Promise<PgRow[]> => db.rows(`fetch ${atOnce} from concord_rows`);
  let next = fetch();
  for (;;) {
    const rows = await next;
    const isLast = rows.length < atOnce;
    if (!isLast) next = fetch();
    // Heard where it is awaited; a reader that gives up meanwhile must not end the process.
    next.catch(() => undefined);
    if (rows.length > 0) yield rows;
    if (isLast) break;
  }
  await db.rows(`close concord_rows`);
}

function itemReader(table: ScopedTable, told: Source | null): (texts: PgRow) => SelectedRow {
  const read = rowReader(
    table.travels.map((column) => column.type),
    authorWidth,
  );
  return (texts) => {
    const cells = read(texts);
    const row: Row = cells.slice(authorWidth);
    return { row, author: told?.left ? leftAuthor : told?.tracked ? authorOf(cells) : null };
  };
}

function authorOf([user = null, device = null, at = null]: readonly Cell[]): Author | null {
  const text = (cell: Cell): string | null => (typeof cell === 'string' ? cell : null);
  return at === null ? null : { user: text(user), device: text(device), at: text(at) };
}
