// The policy matrix as data (CONFORMANCE 5.2): what is changed on both sides, what the counters must be, who holds what.

import type { ConflictType } from '../../main/sync/conflict.ts';
import { insert, remove, rename } from './category.ts';

/** One row of the matrix; `figures` are U AS rcS · D AC rcC · RC. */
export interface MatrixRow {
  readonly id: string;
  readonly conflicts: readonly ConflictType[];
  readonly verdict: 'server-wins' | 'client-wins' | 'merge';
  readonly figures: string;
  /** Name of R on both sides afterwards; `-` = gone. */
  readonly end: string;
  readonly parked: boolean;
}

/** A row's cells in the order of the columns of CONFORMANCE. */
type Line = readonly [
  id: string,
  conflicts: readonly ConflictType[],
  verdict: MatrixRow['verdict'],
  counts: string,
  end: string,
  parked?: 'parked',
];

const both: readonly ConflictType[] = ['local-insert/hub-insert', 'local-update/hub-update'];

const lines: readonly Line[] = [
  ['CM1', both, 'server-wins', 'U1 AS0 rcS1 · D1 AC1 rcC1 · RC1', 'HUB', 'parked'],
  ['CM2', both, 'client-wins', 'U1 AS1 rcS1 · D0 AC0 rcC0 · RC1', 'REP'],
  ['CM3', both, 'merge', 'U1 AS1 rcS1 · D1 AC1 rcC1 · RC1', 'BOTH', 'parked'],
  ['CM4', ['local-delete/hub-update'], 'server-wins', 'U1 AS0 rcS1 · D1 AC1 rcC1 · RC1', 'HUB', 'parked'],
  ['CM5', ['local-delete/hub-update'], 'client-wins', 'U1 AS1 rcS1 · D0 AC0 rcC0 · RC1', '-'],
  ['CM6', ['local-update/hub-delete'], 'server-wins', 'U1 AS0 rcS1 · D1 AC1 rcC1 · RC1', '-', 'parked'],
  ['CM7', ['local-update/hub-delete'], 'client-wins', 'U1 AS1 rcS1 · D0 AC0 rcC0 · RC1', 'REP'],
  ['CM8', ['local-delete/hub-delete'], 'server-wins', 'U1 AS0 rcS1 · D1 AC0 rcC1 · RC1', '-'],
  ['CM9', ['local-delete/hub-delete'], 'client-wins', 'U1 AS0 rcS1 · D1 AC0 rcC1 · RC1', '-'],
  ['CM10', ['local-delete/hub-none'], 'server-wins', 'U1 AS0 rcS1 · D0 AC0 rcC0 · RC1', '-'],
  ['CM10', ['local-delete/hub-none'], 'client-wins', 'U1 AS0 rcS1 · D0 AC0 rcC0 · RC1', '-'],
  ['CM11', ['local-none/hub-delete'], 'server-wins', 'U0 AS0 rcS0 · D1 AC0 rcC1 · RC1', '-'],
  ['CM11', ['local-none/hub-delete'], 'client-wins', 'U0 AS0 rcS0 · D1 AC0 rcC1 · RC1', '-'],
];

/** Every row of the matrix. */
export const matrix: readonly MatrixRow[] = lines.map(([id, conflicts, verdict, figures, end, parked]) => ({
  id,
  conflicts,
  verdict,
  figures,
  end,
  parked: parked !== undefined,
}));

/** The four types that wait for a person. */
export const parkedTypes: readonly ConflictType[] = [...both, 'local-update/hub-delete', 'local-delete/hub-update'];

/** The changes that make a conflict of a record: what all have synchronised, then what hub and replica do apart. */
export function conflictOf(
  type: ConflictType,
  id = 'R',
): {
  readonly synced: string;
  readonly hub: string;
  readonly replica: string;
} {
  const start = insert(id, 'Start');
  switch (type) {
    case 'local-insert/hub-insert':
      return { synced: '', hub: insert(id, 'HUB'), replica: insert(id, 'REP') };
    case 'local-update/hub-update':
      return { synced: start, hub: rename(id, 'HUB'), replica: rename(id, 'REP') };
    case 'local-delete/hub-update':
      return { synced: start, hub: rename(id, 'HUB'), replica: remove(id) };
    case 'local-update/hub-delete':
      return { synced: start, hub: remove(id), replica: rename(id, 'REP') };
    case 'local-delete/hub-delete':
      return { synced: start, hub: remove(id), replica: remove(id) };
    case 'local-delete/hub-none':
      return { synced: '', hub: '', replica: insert(id, 'REP') + remove(id) };
    case 'local-none/hub-delete':
      return { synced: '', hub: insert(id, 'HUB') + remove(id), replica: '' };
    default:
      throw new Error(`no generator for ${type}`);
  }
}
