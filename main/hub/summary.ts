// What a session's exchange came to: the hub's answer to the last upload part (§5, SummaryResponse).

import type { AppliedCount, SelectedCount } from '../sync/counters.ts';
import type { KeyedRow, PartInfo, RefusedRow } from '../sync/orchestrator.ts';
import type { Policy } from '../sync/scope.ts';
import type { Caller } from './caller.ts';

/** The outcome of an upload and the download that was prepared for it. */
export interface Summary {
  readonly hubTime: bigint;
  /** The hub's own policy; see `policyFor` for what is told. */
  readonly policy: Policy;
  readonly selected: readonly SelectedCount[];
  readonly applied: readonly AppliedCount[];
  readonly refused: readonly RefusedRow[];
  readonly kept: readonly KeyedRow[];
  readonly parts: readonly PartInfo[];
  /** What the client holds already was left out. */
  readonly isNarrowed: boolean;
  /** What the hub time is called; null = what the client knows goes on. */
  readonly seal: string | null;
}

/** W-282 (b): a stock client that is told "client wins" would skip ordinary changes of rows that it has cleaned up. */
export function policyFor(policy: Policy, caller: Pick<Caller, 'agent'>): Policy {
  return caller.agent ? policy : 'server-wins';
}
