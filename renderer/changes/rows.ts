// The rows of the list: each group's head, and behind it its records unless it is folded.

import type { Reason } from './address.ts';
import { groupsOf, idOf, type Changes, type Counts } from './use-changes.ts';

/** One row: a group's head, or the record at a place of the list. */
export type Row =
  | { readonly kind: 'group'; readonly group: Counts['groups'][number] }
  | { readonly kind: 'record'; readonly at: number };

/** The rows, found by their place without making a list of them. */
export interface Rows {
  readonly count: number;
  row(at: number): Row | null;
  /** The place of a record's row; null where its group is folded. */
  placeOf(record: number): number | null;
  /** The place of a group's head. */
  headOf(reason: Reason): number | null;
}

/** The rows of what was counted. */
export function rowsOf(counts: Counts, folded: ReadonlySet<Reason>): Rows {
  let next = 0;
  const parts = groupsOf(counts).map(({ reason, start, records }) => {
    const shown = folded.has(reason) ? 0 : records;
    const part = { reason, start, shown, head: next };
    next += 1 + shown;
    return part;
  });
  return {
    count: next,
    row(at) {
      const index = parts.findLastIndex(({ head }) => head <= at);
      const part = parts[index];
      const group = counts.groups[index];
      if (!part || !group || at >= next) return null;
      return at === part.head ? { kind: 'group', group } : { kind: 'record', at: part.start + at - part.head - 1 };
    },
    placeOf(record) {
      const part = parts.find(({ start, shown }) => record >= start && record < start + shown);
      return part ? part.head + 1 + record - part.start : null;
    },
    headOf: (reason) => parts.find((part) => part.reason === reason)?.head ?? null,
  };
}

/** A name for a row that stays with it when others come before it. */
export function rowName(changes: Changes, row: Row | null): string {
  if (row?.kind === 'group') return row.group.reason;
  const line = row ? changes.line(row.at) : undefined;
  return line ? idOf(line) : `at ${row?.at ?? -1}`;
}
