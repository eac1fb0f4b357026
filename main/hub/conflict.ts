// What a hub does with a conflict: the policy proposes, a handler may decide, the verdict says what is written (W-210…W-214).

import type { Row } from '../sync/cell.ts';
import { stockConflictType, type ChangeKind, type Presence, type StockConflictType } from '../sync/conflict.ts';
import { ConcordError } from '../sync/problem.ts';
import type { TableName } from '../sync/schema.ts';
import type { Policy } from '../sync/scope.ts';
import type { RowJudge } from './row-rules.ts';

/** A conflict as the hub's handler sees it (W-212): the incoming row is the replica's, the own row the hub's. */
export interface HubConflict {
  readonly table: TableName;
  readonly type: StockConflictType;
  readonly kind: ChangeKind;
  readonly incoming: Row;
  /** Null where the hub has no row (types 3, 6 and 8). */
  readonly own: Row | null;
  readonly proposed: Policy;
}

/** A handler's answer: who wins, a row that both shall hold, or an end of the whole upload (W-214, W-283). */
export type HubResolution =
  | { readonly resolution: 'server-wins' | 'throw' }
  | { readonly resolution: 'client-wins'; readonly row?: Row }
  | { readonly resolution: 'merge'; readonly row?: Row };

/** Called inside the apply for every conflict; no answer means the proposed resolution. */
export type ConflictHandler = (conflict: HubConflict) => HubResolution | undefined;

/** How a hub settles conflicts, and what it refuses. */
export interface ConflictRules {
  readonly policy: Policy;
  /** The owner's rules for single rows, which refuse or mend them (HB-08). */
  readonly judgeRow?: RowJudge;
  readonly onConflict?: ConflictHandler;
}

/** What is done: keep the hub's, write a row as the sender's or as the hub's own, or delete for the sender. */
export type Verdict =
  | { readonly do: 'keep' }
  | { readonly do: 'delete' }
  | { readonly do: 'write'; readonly row: Row; readonly asOwn: boolean };

/** A conflict before its type is known. */
export interface MetConflict {
  readonly table: TableName;
  readonly kind: ChangeKind;
  readonly incoming: Row;
  readonly presence: Presence;
  readonly own: Row | null;
}

/** CM1…CM10: the verdict on a conflict. Throws `session-stopped` where the handler stops the upload (W-283). */
export function judge(rules: ConflictRules, met: MetConflict): Verdict {
  const answer = rules.onConflict?.(asSeen(rules, met)) ?? { resolution: rules.policy };
  switch (answer.resolution) {
    case 'throw':
      throw new ConcordError('session-stopped', { table: met.table.name, reason: 'a conflict' });
    case 'server-wins':
      return { do: 'keep' };
    case 'merge':
      return { do: 'write', row: answer.row ?? met.incoming, asOwn: true };
    case 'client-wins':
      return forced(met, 'row' in answer ? (answer.row ?? met.incoming) : met.incoming);
  }
}

function asSeen({ policy }: ConflictRules, met: MetConflict): HubConflict {
  const { table, kind, incoming, own } = met;
  return { table, kind, incoming, own, type: stockConflictType(kind, met.presence), proposed: policy };
}

/** W-214: a forced delete of nothing does nothing, and the hub's tombstone keeps its empty owner (CM9). */
function forced({ kind, presence }: MetConflict, row: Row): Verdict {
  if (kind === 'upsert') return { do: 'write', row, asOwn: false };
  return presence === 'row' ? { do: 'delete' } : { do: 'keep' };
}
