// The list as it is read: a window of rows around what is seen, kept as it was when the list was opened; what is raised
// later gathers and is counted (AX-04, law 6).

import { useMemo, useState } from 'react';
import { useRead } from '../../bridge/use-read.ts';
import type { CallOutput, ReplyProblem } from '../../../main/window/contract.ts';
import { useNow } from '../../parts/use-now.ts';
import { filterOf, type InboxAddress, type InboxFilter } from './address.ts';

type List = CallOutput<'conflicts.list'>;

/** One row of the list. */
export type Line = List['entries'][number];

/** The list. */
export interface InboxList {
  /** The filter with the limit that keeps later entries out; null until the first answer. */
  readonly filter: InboxFilter | null;
  readonly shown: number;
  readonly counts: List['counts'] | null;
  /** The inbox as the list shows it: a decision for all of it leaves out what has moved since (P14). */
  readonly mark: number | null;
  /** Raised since the list was opened, under the same filter. */
  readonly fresh: number;
  readonly since: string;
  readonly problem: ReplyProblem | null;
  readonly isReady: boolean;
  /** The row at a place; undefined while it is read. */
  line(at: number): Line | undefined;
  /** The place of an entry, if it is among the rows at hand. */
  placeOf(no: number): number | null;
  /** Tells which rows are seen. */
  see(first: number): void;
  /** Takes the gathered ones in. */
  showFresh(): void;
}

interface Edge {
  readonly key: string;
  readonly upTo: number;
  readonly since: string;
}

interface Held {
  readonly key: string;
  readonly offset: number;
  readonly list: List;
}

const step = 100;
const limit = 3 * step;

/** Reads the list of an address. */
export function useInbox(address: InboxAddress): InboxList {
  const now = useNow();
  const key = JSON.stringify(filterOf(address, now));
  const plain = useMemo(() => JSON.parse(key) as InboxFilter, [key]);
  // The newest tells how far the list goes, whatever its order.
  const head = useRead('conflicts.list', { ...plain, order: undefined, limit: 1, offset: 0 }, ['conflicts']);
  const [edge, setEdge] = useState<Edge | null>(null);
  const [offset, setOffset] = useState(0);
  const [held, setHeld] = useState<Held | null>(null);

  const filter = edge?.key === key ? { ...plain, upTo: edge.upTo } : null;
  const page = useRead('conflicts.list', filter && { ...filter, limit, offset }, ['conflicts']);
  const current = held?.key === key ? held : null;
  const newest = head.value?.entries[0]?.no ?? 0;
  const move = (): void => setEdge({ key, upTo: newest, since: now.toISOString() });
  // An empty list has nothing that could jump.
  if (head.value && (edge?.key !== key || (current?.list.shown === 0 && newest > edge.upTo))) move();
  if (page.value && (held?.list !== page.value || held.key !== key)) setHeld({ key, offset, list: page.value });
  if (held && held.key !== key && offset !== 0) setOffset(0);

  const { entries = [], shown = 0 } = current?.list ?? {};
  const start = current?.offset ?? 0;
  return {
    filter,
    shown,
    counts: (page.value ?? head.value ?? held?.list)?.counts ?? null,
    mark: current?.list.mark ?? null,
    fresh: current && head.value ? Math.max(0, head.value.shown - shown) : 0,
    since: edge?.since ?? '',
    problem: head.problem ?? page.problem,
    isReady: current !== null,
    line: (at) => entries[at - start],
    placeOf(no) {
      const at = entries.findIndex((entry) => entry.no === no);
      return at === -1 ? null : at + start;
    },
    see: (first) => setOffset(Math.max(0, Math.floor(first / step) - 1) * step),
    showFresh: move,
  };
}
