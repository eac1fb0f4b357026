// Enum numbers of the wire (§7) and Concord's words for them. Messages refuse numbers that have no word (W-70).

import type { ChangeKind } from '../sync/conflict.ts';
import { ConcordError } from '../sync/problem.ts';
import type { Direction } from '../sync/schema.ts';
import type { HubOperation, Policy, SyncType } from '../sync/scope.ts';

/** SyncStage: informational, sent and echoed, never judged (W-70). */
export const stages = {
  none: 0,
  beginSession: 1,
  endSession: 2,
  scopeLoading: 3,
  provisioning: 7,
  changesSelecting: 9,
  changesApplying: 10,
  migrating: 11,
} as const;

/** SyncWay: informational (W-70). */
export const ways = { none: 0, download: 1, upload: 2 } as const;

/** SyncType. */
export type SyncTypeNumber = 0 | 1 | 2;

/** The states that a row or a part has on the wire (W-71); 2 = the part may hold both. */
export type StateNumber = 8 | 16;

/** SyncDirection. */
export type DirectionNumber = 0 | 2 | 4 | 8;

/** ConflictResolutionPolicy. */
export type PolicyNumber = 0 | 1;

const operations: Readonly<Record<HubOperation, number>> = {
  normal: 0,
  reinitialize: 1,
  'reinitialize-with-upload': 2,
  'drop-all-and-sync': 4,
  'drop-all-and-exit': 8,
  'deprovision-and-sync': 16,
  abort: 32,
};

const directions: Readonly<Record<Direction, DirectionNumber>> = {
  both: 0,
  'download-only': 2,
  'upload-only': 4,
  none: 8,
};

const syncTypes: readonly SyncType[] = ['normal', 'reinitialize', 'reinitialize-with-upload'];

/** SyncOperation of a word (W-121). */
export function operationToWire(operation: HubOperation): number {
  return operations[operation];
}

/** The word of a SyncOperation. Throws `hub-operation-unknown` (W-70). */
export function operationFromWire(number: number): HubOperation {
  const found = wordOf(operations, number);
  if (!found) throw new ConcordError('hub-operation-unknown', { operation: number });
  return found;
}

/** SyncDirection of a word (W-209). */
export function directionToWire(direction: Direction): DirectionNumber {
  return directions[direction];
}

/** The word of a SyncDirection (W-209). */
export function directionFromWire(number: DirectionNumber): Direction {
  return wordOf(directions, number) ?? 'none';
}

/** SyncType of a word. */
export function syncTypeToWire(type: SyncType): SyncTypeNumber {
  return type === 'normal' ? 0 : type === 'reinitialize' ? 1 : 2;
}

/** The word of a SyncType; omitted = normal. */
export function syncTypeFromWire(number: SyncTypeNumber | undefined): SyncType {
  return syncTypes[number ?? 0] ?? 'normal';
}

/** ConflictResolutionPolicy of a word. */
export function policyToWire(policy: Policy): PolicyNumber {
  return policy === 'client-wins' ? 1 : 0;
}

/** The word of a ConflictResolutionPolicy; omitted = server wins (§5, SummaryResponse). */
export function policyFromWire(number: PolicyNumber | undefined): Policy {
  return number === 1 ? 'client-wins' : 'server-wins';
}

/** State of a kind of change: 16 upserts, 8 deletes (W-71). */
export function kindToWire(kind: ChangeKind): StateNumber {
  return kind === 'upsert' ? 16 : 8;
}

/** The kind of a row, entry or part; null where a part does not say (W-69: state missing or 2). */
export function kindFromWire(state: StateNumber): ChangeKind;
export function kindFromWire(state: StateNumber | 2 | undefined): ChangeKind | null;
export function kindFromWire(state: StateNumber | 2 | undefined): ChangeKind | null {
  if (state === 16) return 'upsert';
  return state === 8 ? 'delete' : null;
}

function wordOf<Word extends string>(table: Readonly<Record<Word, number>>, number: number): Word | undefined {
  return (Object.keys(table) as Word[]).find((word) => table[word] === number);
}
