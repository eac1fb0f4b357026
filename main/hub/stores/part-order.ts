// In which order the parts of an upload are written, whatever the database (W-176).

import { parentsFirst, tableKey, type Schema } from '../../sync/schema.ts';
import type { UploadPart } from './store.ts';

/** A part in its turn. */
export interface PartTurn {
  readonly part: UploadPart;
  /** The first upserts of their table: parents that the hub keeps are looked for before them. */
  readonly opensTable: boolean;
}

/** W-176: upserts parents first, then deletes children first. */
export function inTurn(parts: readonly UploadPart[], schema: Schema): PartTurn[] {
  const order = parentsFirst(schema).map(tableKey);
  const place = (part: UploadPart): number => order.indexOf(tableKey(part.table));
  const upserts = parts.filter((part) => part.kind === 'upsert').toSorted((a, b) => place(a) - place(b));
  const deletes = parts.filter((part) => part.kind === 'delete').toSorted((a, b) => place(b) - place(a));
  const tableAt = (at: number): string | null => (upserts[at] ? tableKey(upserts[at].table) : null);
  return [
    ...upserts.map((part, at) => ({ part, opensTable: tableAt(at) !== tableAt(at - 1) })),
    ...deletes.map((part) => ({ part, opensTable: false })),
  ];
}
