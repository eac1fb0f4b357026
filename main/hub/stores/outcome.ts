// What an apply did, as JSON: it is written in the transaction of the apply, so that a repeated last part is answered
// from it, also after a restart (W-101).

import { cellFromJson, cellToJson, type JsonCell, type Row } from '../../sync/cell.ts';
import type { AppliedCount } from '../../sync/counters.ts';
import type { ChangeKind } from '../../sync/conflict.ts';
import type { KeyedRow } from '../../sync/orchestrator.ts';
import { findTable, type Schema, type TableName } from '../../sync/schema.ts';
import type { Applied } from './store.ts';

interface StoredKey {
  readonly table: TableName;
  readonly key: readonly JsonCell[];
}

interface StoredOutcome {
  readonly counts: readonly AppliedCount[];
  readonly refused: readonly (StoredKey & {
    readonly kind: ChangeKind;
    readonly code: string;
    readonly message: string;
  })[];
  readonly kept: readonly StoredKey[];
}

/** The outcome as JSON. */
export function outcomeToJson({ counts, refused, kept }: Applied): string {
  const stored: StoredOutcome = {
    counts,
    refused: refused.map((row) => ({ ...row, key: row.key.map(cellToJson) })),
    kept: kept.map((row) => ({ ...row, key: row.key.map(cellToJson) })),
  };
  return JSON.stringify(stored);
}

/** The outcome as it was. */
export function outcomeFromJson(schema: Schema, text: string): Applied {
  const stored = JSON.parse(text) as StoredOutcome;
  const keyed = (row: StoredKey): KeyedRow => ({ table: row.table, key: keyOf(schema, row) });
  return {
    counts: stored.counts,
    refused: stored.refused.map((row) => ({ ...row, ...keyed(row) })),
    kept: stored.kept.map(keyed),
  };
}

function keyOf(schema: Schema, { table, key }: StoredKey): Row {
  const found = findTable(schema, table);
  const types = (found?.key ?? []).map((name) => found?.columns.find((column) => column.name === name)?.type ?? 'any');
  return key.map((cell, at) => cellFromJson(cell, types[at] ?? 'any'));
}
