// What changed in a conflict while somebody looked at it (RS-25).

import type { Detail, JsonRecord } from './detail.ts';

/** Columns that are new on a side since the conflict was opened or last looked over. */
export interface News {
  readonly mine: readonly string[];
  readonly theirs: readonly string[];
  /** The kind of conflict is another one now: a side was deleted or came back. */
  readonly turned: boolean;
}

type Versions = Pick<Detail, 'base' | 'mine' | 'theirs' | 'type' | 'theirsKnown'>;

/** What is new in `now`; null = nothing that a person sees. */
export function newsOf(seen: Versions, now: Versions): News | null {
  const mine = changedColumns(seen.mine, now.mine);
  const theirs = changedColumns(seen.theirs, now.theirs);
  const turned =
    (seen.mine === null) !== (now.mine === null) ||
    (seen.theirs === null) !== (now.theirs === null) ||
    seen.theirsKnown !== now.theirsKnown;
  return mine.length + theirs.length > 0 || turned ? { mine, theirs, turned } : null;
}

function changedColumns(before: JsonRecord | null, after: JsonRecord | null): readonly string[] {
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return [...names].filter((name) => JSON.stringify(before?.[name]) !== JSON.stringify(after?.[name]));
}
