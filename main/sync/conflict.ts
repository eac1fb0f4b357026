// What a conflict is and what it is called, seen from the replica (CONFORMANCE 3).

/** One kind of change, as it travels: an upsert (state 16) or a delete (state 8). */
export type ChangeKind = 'upsert' | 'delete';

/** What a side holds for a key. */
export type Presence = 'row' | 'tombstone' | 'none';

/** The neutral conflict names. The first four and `local-update/hub-none` wait for a person; the rest close by themselves. */
export type ConflictType =
  | 'local-insert/hub-insert'
  | 'local-update/hub-update'
  | 'local-update/hub-delete'
  | 'local-delete/hub-update'
  | 'local-delete/hub-delete'
  | 'local-none/hub-delete'
  | 'local-none/hub-update'
  | 'local-update/hub-none'
  | 'local-delete/hub-none';

/** Dotmim.Sync's conflict type number, named from the side that applies (W-210). */
export type StockConflictType = 2 | 3 | 4 | 6 | 7 | 8;

/** the stock type of an incoming row that the own side did not accept. */
export function stockConflictType(incoming: ChangeKind, own: Presence): StockConflictType {
  if (incoming === 'upsert') return own === 'row' ? 2 : own === 'tombstone' ? 6 : 4;
  return own === 'row' ? 7 : own === 'tombstone' ? 3 : 8;
}

/** the neutral type at the replica. A row without a base was inserted here. */
export function conflictType(hub: ChangeKind, local: Presence, hasBase: boolean): ConflictType {
  if (hub === 'delete') {
    if (local === 'row') return 'local-update/hub-delete';
    return local === 'tombstone' ? 'local-delete/hub-delete' : 'local-none/hub-delete';
  }
  if (local === 'row') return hasBase ? 'local-update/hub-update' : 'local-insert/hub-insert';
  return local === 'tombstone' ? 'local-delete/hub-update' : 'local-none/hub-update';
}

/** the type of a local change that a refilled table no longer agrees with (Decisions 15). */
export function setAsideType(hub: Presence, local: Presence, hasBase: boolean): ConflictType {
  if (hub === 'row') return conflictType('upsert', local, hasBase);
  if (local === 'tombstone') return hasBase ? 'local-delete/hub-delete' : 'local-delete/hub-none';
  return hasBase ? 'local-update/hub-delete' : 'local-update/hub-none';
}

/** types on which both sides agree already are lines of the session, never entries of the inbox (CF-03). */
export function needsAnswer(type: ConflictType): boolean {
  return ![
    'local-delete/hub-delete',
    'local-none/hub-delete',
    'local-none/hub-update',
    'local-delete/hub-none',
  ].includes(type);
}

/** What the own side knows about a key when a row arrives. */
export interface OwnEntry {
  readonly owner: string | null;
  readonly stamp: bigint | number;
}

/**
 * an incoming row conflicts when somebody else than its sender changed the own row since the watermark
 * (W-169…W-172). A missing entry never conflicts.
 */
export function canApply(entry: OwnEntry | null, sender: string, watermark: bigint | number | null): boolean {
  if (!entry) return true;
  if (entry.owner !== null && entry.owner === sender) return true;
  return watermark !== null && entry.stamp <= watermark;
}
