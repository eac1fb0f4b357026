// The session as a state machine: its phases, their order, and what a session of each kind goes through (R-70…R-74).

import type { Carried } from './carried.ts';
import { isOutdated, type HubOperation, type Scope, type ScopeClient, type SyncType } from './scope.ts';
import { ConcordError } from './problem.ts';

/** The named phases of FD-01, in its order; a session passes over those that it does not need. */
export const phases = [
  'connect',
  'operation',
  'provision',
  'snapshot',
  'select',
  'upload',
  'hub',
  'download',
  'apply',
  'clean-up',
  'end',
] as const;

/** One phase of a session. */
export type Phase = (typeof phases)[number];

/**
 * a session only moves forward; a second round starts at `connect` again. Provisioning is part of the apply's
 * transaction (L7), so that its place is between `download` and `apply`.
 */
export function mayFollow(phase: Phase | null, next: Phase): boolean {
  return phase === null || next === 'connect' || next === 'end' || placeOf(next) > placeOf(phase);
}

function placeOf(phase: Phase): number {
  return phase === 'provision' ? phases.indexOf('apply') - 0.5 : phases.indexOf(phase);
}

/** What one round of a session does with the replica's tables. */
export type Round = 'normal' | 'first' | 'reinitialize' | 'reinitialize-with-upload' | 'anew';

/** What an outdated replica may do; `ask` stops with the code `outdated`. */
export type OutdatedAction = 'ask' | 'reinitialize' | 'reinitialize-with-upload';

/** What the plan of a session depends on. */
export interface PlanInput {
  readonly type: SyncType;
  readonly outdatedAction: OutdatedAction;
  readonly operation: HubOperation;
  readonly client: ScopeClient;
  readonly scope: Scope;
  /** The hub is Concord's, so it honours a re-read with upload (W-281). */
  readonly concordHub: boolean;
  /** The scope stands in for others of the replica. */
  readonly carried?: Carried;
}

/** the rounds of a session, in order; none = it ends at once. Throws `outdated` or `hub-aborted`. */
export function planRounds(input: PlanInput): readonly Round[] {
  if (input.operation === 'abort') throw new ConcordError('hub-aborted');
  if (input.operation === 'drop-all-and-exit') return [];
  if (input.client.isNew) return ['first', ...roundsAfterMove(input)];
  if (input.operation === 'drop-all-and-sync') return ['anew'];
  const wish = wishOf(input);
  if (isOutdated(input.client, input.scope)) return [outdatedRound(wish, input)];
  if (wish !== 'reinitialize-with-upload' || input.concordHub) return [wish];
  return ['normal', 'reinitialize'];
}

/** who moves here from other scopes is no new replica: what it would do otherwise comes behind the first round. */
function roundsAfterMove({ carried, ...input }: PlanInput): readonly Round[] {
  if (!carried || carried.hubTime === null) return [];
  return planRounds({ ...input, client: { ...input.client, isNew: false, lastHubSync: carried.hubTime } });
}

/** a hub's order goes before the user's wish (W-121). */
function wishOf({ type, operation }: PlanInput): SyncType {
  return operation === 'reinitialize' || operation === 'reinitialize-with-upload' ? operation : type;
}

/** Rounds that empty the replica's tables and fill them again; what waits is set aside and compared (Decisions 15). */
export function refills(round: Round): boolean {
  return round === 'reinitialize' || round === 'reinitialize-with-upload' || round === 'anew';
}

/** What a round is to the hub: to it a replica that dropped all is a new one (W-118, W-119, W-121). */
export function syncTypeOf(round: Round): SyncType {
  return round === 'first' || round === 'anew' ? 'normal' : round;
}

/**
 * an outdated replica stops unless told what to do. It never uploads: the hub has forgotten what it would need to
 * see a conflict, so its changes are compared here, with their bases (L9, W-281).
 */
function outdatedRound(wish: SyncType, { outdatedAction }: PlanInput): Round {
  if (wish === 'normal' && outdatedAction === 'ask') throw new ConcordError('outdated');
  return 'reinitialize';
}

/** which rounds send the replica's changes. A new replica has none; a re-read without upload sets them aside. */
export function uploads(round: Round): boolean {
  return round === 'normal' || round === 'reinitialize-with-upload';
}
