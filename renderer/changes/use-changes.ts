// The list as it is read: how much waits and why, and a window of records around what is seen (law 6, PD-01).

import { useState } from 'react';
import type { CallOutput, ReplyProblem } from '../../main/window/contract.ts';
import { useRead } from '../bridge/use-read.ts';
import type { ChangeFilter, Reason } from './address.ts';

/** How much waits, in all and by reason. */
export type Counts = CallOutput<'changes.count'>;

/** A waiting record. */
export type Line = CallOutput<'changes.page'>['records'][number];

/** The list. */
export interface Changes {
  /** Null before the first answer. */
  readonly counts: Counts | null;
  readonly problem: ReplyProblem | null;
  /** True while what is shown is that of the filter before. */
  readonly isOld: boolean;
  /** Changes with every answer. */
  readonly version: unknown;
  /** The record at a place among all that are shown; undefined while it is read. */
  line(at: number): Line | undefined;
  /** The place of a record among those at hand; null = it is not among them. */
  placeOf(id: string): number | null;
  see(first: number): void;
}

interface Held {
  readonly key: string;
  readonly offset: number;
  readonly page: CallOutput<'changes.page'>;
  readonly counts: Counts;
}

const step = 100;
const limit = 3 * step;

/** Reads the list under a filter; null = the filter is not known yet. */
export function useChanges(filter: ChangeFilter | null): Changes {
  const key = JSON.stringify(filter);
  const [offset, setOffset] = useState(0);
  const [held, setHeld] = useState<Held | null>(null);
  const counts = useRead('changes.count', filter, ['data', 'conflicts']);
  const page = useRead('changes.page', filter && { ...filter, limit, offset }, ['data', 'conflicts']);
  const isNew = page.value && counts.value && (held?.page !== page.value || held.counts !== counts.value);
  if (page.value && counts.value && isNew) setHeld({ key, offset, page: page.value, counts: counts.value });
  if (held && held.key !== key && offset !== 0) setOffset(0);
  const records = held?.page.records ?? [];
  const start = held?.offset ?? 0;
  return {
    counts: held?.counts ?? null,
    problem: counts.problem ?? page.problem,
    isOld: held !== null && held.key !== key,
    version: held?.page,
    line: (at) => records[at - start],
    placeOf(id) {
      const at = records.findIndex((line) => idOf(line) === id);
      return at === -1 ? null : at + start;
    },
    see: (first) => setOffset(Math.max(0, Math.floor(first / step) - 1) * step),
  };
}

/** A name for a record: equal for the same record. */
export function idOf({ table, key }: Pick<Line, 'table' | 'key'>): string {
  return JSON.stringify([table.schema, table.name, key]);
}

/** How many changes a record stands for (ST-07). */
export function changesOf({ operation, columns }: Pick<Line, 'operation' | 'columns'>): number {
  return operation === 'update' ? Math.max(1, columns.length) : 1;
}

/** Where each reason begins in the list, and how many records it has. */
export function groupsOf(
  counts: Counts,
): readonly { readonly reason: Reason; readonly start: number; readonly records: number }[] {
  let start = 0;
  return counts.groups.map(({ reason, records }) => {
    const group = { reason, start, records };
    start += records;
    return group;
  });
}
