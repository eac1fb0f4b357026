// what a rule that a person chose decides about a new conflict; where it has no answer, the person has (FEATURES, presets).

import type { ConflictType } from './conflict.ts';
import type { Choice } from './resolution.ts';

/** The rules to choose from, the safest first. */
export const conflictRules = ['ask', 'merge', 'last-column', 'device', 'hub', 'updates'] as const;

/** One rule; `ask` leaves every conflict to the person. */
export type ConflictRule = (typeof conflictRules)[number];

/** What a rule looks at. */
export interface RuledConflict {
  readonly type: ConflictType;
  /** Columns that both sides changed to different values. */
  readonly collisions: readonly string[];
  /** False where the hub kept a row that it does not send. */
  readonly theirsKnown: boolean;
}

/** the choice that a rule makes for a conflict; null = it is left to the person. */
export function ruleChoice(rule: ConflictRule, conflict: RuledConflict): Choice | null {
  // against a version that nobody here has seen, nothing is decided unseen.
  if (!conflict.theirsKnown || conflict.type === 'local-update/hub-none') return null;
  const bothUpdated = conflict.type === 'local-update/hub-update';
  switch (rule) {
    case 'ask':
      return null;
    case 'merge':
      return bothUpdated && conflict.collisions.length === 0 ? merged([]) : null;
    case 'last-column':
      return bothUpdated ? merged(conflict.collisions) : { keep: 'mine' };
    case 'device':
      return { keep: 'mine' };
    case 'hub':
      return { keep: 'theirs' };
    case 'updates':
      return updateWins(conflict.type);
  }
}

/** the name under which a rule signs its decisions; no person is called so. */
export function ruleSignature(rule: ConflictRule): string {
  return `rule:${rule}`;
}

function merged(mine: readonly string[]): Choice {
  return { keep: 'merged', take: Object.fromEntries(mine.map((column) => [column, 'mine' as const])), set: {} };
}

function updateWins(type: ConflictType): Choice | null {
  if (type === 'local-update/hub-delete') return { keep: 'mine' };
  return type === 'local-delete/hub-update' ? { keep: 'theirs' } : null;
}
