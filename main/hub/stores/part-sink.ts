// Where a selection's rows of one table and kind go: into part texts, and those into the spool (W-68, W-75, W-86, W-286).

import type { Row } from '../../sync/cell.ts';
import type { ChangeKind } from '../../sync/conflict.ts';
import type { SelectedCount } from '../../sync/counters.ts';
import type { Author, PartInfo, RefusedRow } from '../../sync/orchestrator.ts';
import { CellMisfit } from '../../wire/cell-misfit.ts';
import { createPartWriter, type ContainerPart, type PartWriter } from '../../wire/rows.ts';
import { authorsAt, type SelectRequest } from './store.ts';
import { nameOf, type StoredTable } from './table.ts';

/** A row on its way out, with who changed it where that is told. */
export interface SelectedRow {
  readonly row: Row;
  readonly author: Author | null;
}

/** What is told of a row that goes because it left the client's filter. */
export const leftAuthor: Author = { user: null, device: null, at: null, left: true };

/** What all parts of a selection share. */
export interface Selecting {
  readonly request: SelectRequest;
  /** The parts written so far. */
  readonly parts: PartInfo[];
  /** Rows that cannot travel, the first hundred of them. */
  readonly unsent: RefusedRow[];
}

/** Takes rows. */
export interface PartSink {
  /** Null, or a promise while a finished part is put away. */
  take(item: SelectedRow): Promise<void> | null;
  /** The same for a row that its database has written as JSON. */
  takeText(text: string, author: Author | null): Promise<void> | null;
  /** The same for several rows, with commas between them, of which no author is told. */
  takeTexts(text: string, count: number): Promise<void> | null;
  /** Puts away what is left; the number of rows that were written. */
  end(): Promise<number>;
}

/** A sink for the rows of one table and kind. */
export function createPartSink(table: StoredTable, kind: ChangeKind, run: Selecting): PartSink {
  const { request, parts } = run;
  const options = { stock: request.stock };
  const writer: PartWriter = createPartWriter({ table: table.table, kind, limitBytes: request.limitBytes, options });
  let by: (Author | null)[] = [];
  let rows = 0;
  const put = async (part: ContainerPart): Promise<void> => {
    const authors = by;
    by = [];
    const index = parts.length;
    const info: PartInfo = { index, table: nameOf(table), kind, rows: part.rows };
    parts.push(info);
    request.onPart?.(info);
    await request.spool.put(index, part.text);
    if (authors.some((author) => author !== null)) await request.spool.put(authorsAt(index), JSON.stringify(authors));
  };
  const taken = (part: ContainerPart | null, author: Author | null): Promise<void> | null => {
    rows++;
    if (request.authors) by.push(author);
    return part && put(part);
  };
  return {
    takeText: (text, author) => taken(writer.addText(text), author),
    takeTexts(text, count) {
      rows += count;
      if (request.authors) for (let at = 0; at < count; at++) by.push(null);
      const part = writer.addText(text, count);
      return part && put(part);
    },
    take({ row, author }) {
      try {
        return taken(writer.add(row), author);
      } catch (thrown) {
        if (!(thrown instanceof CellMisfit)) throw thrown;
        noteUnsent(run, table, { kind, row, misfit: thrown });
        return null;
      }
    },
    async end() {
      const last = writer.flush();
      if (last) await put(last);
      return rows;
    },
  };
}

/** A table's selection, with what it took told to whoever wants to know. */
export async function timed(
  { onTable }: Pick<SelectRequest, 'onTable'>,
  work: () => Promise<SelectedCount>,
): Promise<SelectedCount> {
  const from = performance.now();
  const count = await work();
  onTable?.({ table: count.table, rows: count.upserts + count.deletes, ms: performance.now() - from });
  return count;
}

/** W-75, W-205: a row that cannot travel is told and left out, the others go. */
function noteUnsent(
  { unsent }: Selecting,
  table: StoredTable,
  { kind, row, misfit }: { kind: ChangeKind; row: Row; misfit: CellMisfit },
): void {
  if (unsent.length >= 100) return;
  const key = table.keyAt.map((at) => row[at] ?? null);
  unsent.push({ table: nameOf(table), key, kind, code: 'value-invalid', message: misfit.message });
}
