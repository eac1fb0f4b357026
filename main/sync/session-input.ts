// What a session is made of: its two sides, what was asked for, and who is told.

import type { LocalOrchestrator, RemoteOrchestrator, SavedUnsent } from './orchestrator.ts';
import type { SyncType } from './scope.ts';
import type { OutdatedAction, Phase } from './session.ts';

/** What a session is made of. */
export interface SessionInput {
  readonly local: LocalOrchestrator;
  readonly remote: RemoteOrchestrator;
  readonly type: SyncType;
  readonly outdatedAction: OutdatedAction;
  /** Told of each phase as it begins. */
  enter(phase: Phase): void;
  /** Throws when the session was cancelled. */
  checkpoint(): void;
  /** Told before each upload of a part of the rows, since the hub stopped the whole (ER-07). */
  halved?(part: { readonly rows: number }): void;
  /** Told before an order is obeyed that sets aside what waits. */
  saved?(unsent: SavedUnsent): void;
  /** Told when the session begins anew, since replica and hub do not remember the same. */
  mended?(why: 'replica-behind' | 'hub-restored'): void;
  now(): Date;
}
