// What can be done on the conflicts screen, and what was done last: walking, deciding, undoing (AX-01, RS-19).

import { useEffect, useMemo, useState } from 'react';
import { goTo, useRoute } from '../app/routes.ts';
import { useAct, type Act } from '../bridge/use-act.ts';
import type { Detail } from './compare/detail.ts';
import { createDrafts, type Drafts } from './drafts.ts';
import { readAddress, tabOf, writeAddress, type InboxAddress } from './inbox/address.ts';
import type { BulkDone } from './inbox/bulk-bar.tsx';
import { useInbox, type InboxList } from './inbox/use-inbox.ts';
import { canTakeBack, isLeaving, type BulkUndone, type Said } from './said.ts';
import { usePicked } from './use-picked.ts';
import { useEntry } from './use-entry.ts';

/** The screen's state and steps. */
export interface Conflicts {
  readonly address: InboxAddress;
  readonly list: InboxList;
  readonly entry: ReturnType<typeof useEntry>;
  readonly drafts: Drafts;
  readonly said: Said;
  /** Entries picked for a step for many. */
  readonly picked: ReadonlySet<number>;
  /** Picks an entry, or lets it go again; null lets all go. */
  pick(no: number | null): void;
  readonly undoMany: Act<'conflicts.undoAll'>;
  readonly undo: Act<'conflicts.undo'>;
  go(to: InboxAddress): void;
  open(no: number): void;
  close(): void;
  step(by: 1 | -1): void;
  decided(result: Detail, from: Detail): void;
  decidedMany(done: BulkDone): void;
  takeBack(no: number): void;
  /** Takes a step for many back as one. */
  takeBackMany(done: BulkDone): void;
  /** Takes back what is open, or else what was done last. */
  takeBackLast(): void;
  forget(): void;
}

interface Room {
  /** True where the list and the pane stand side by side. */
  readonly isWide: boolean;
  /** True where the first entry opens by itself. */
  readonly opensFirst: boolean;
}

/** The screen's state and steps. */
export function useConflicts({ isWide, opensFirst }: Room): Conflicts {
  const route = useRoute();
  const address = useMemo(() => readAddress(route), [route]);
  const list = useInbox(address);
  const entry = useEntry(address.no, list.filter);
  const [drafts] = useState(createDrafts);
  const [said, setSaid] = useState<Said>(null);
  const [picked, pick] = usePicked(JSON.stringify(list.filter));
  const { detail } = entry;

  const go = (to: InboxAddress): void => goTo(writeAddress(to), true);
  const open = (no: number): void => goTo(writeAddress({ ...address, no }), isWide && address.no !== null);
  const one = useUndo(({ no, state }) => {
    setSaid({ kind: 'one', no, leaves: null });
    go({ ...address, no, tab: tabOf(state) });
  });
  const many = useUndoMany((done) => {
    setSaid({ kind: 'bulk-undone', done });
    go({ ...address, no: null, tab: 'undecided' });
  });
  const first = list.line(0)?.no;
  const canOpen = opensFirst && address.no === null && first !== undefined;
  useOpenFirst(address, canOpen && !isLeaving(said, address.tab, first) ? first : null);
  return {
    address,
    list,
    entry,
    drafts,
    said,
    picked,
    pick,
    undo: one.act,
    undoMany: many.act,
    go,
    open,
    close: () => go({ ...address, no: null }),
    step(by) {
      const to = stepFrom(address.no, { by, first, detail });
      if (to !== null) open(to);
    },
    decided(result, from) {
      drafts.drop(result.no);
      const leaves = tabOf(result.state) !== address.tab;
      setSaid({ kind: 'one', no: result.no, leaves: leaves ? address.tab : null });
      if (leaves) go({ ...address, no: from.place.next ?? from.place.previous });
    },
    decidedMany(done) {
      setSaid({ kind: 'bulk', done, first: first ?? null });
      pick(null);
      go({ ...address, no: null });
    },
    takeBack: one.run,
    takeBackMany: many.run,
    takeBackLast() {
      if (detail && canTakeBack(detail)) one.run(detail.no);
      else if (said?.kind === 'bulk') many.run(said.done);
      else if (said?.kind === 'one') one.run(said.no);
    },
    forget: () => setSaid(null),
  };
}

/** The entry that a step leads to; null = none, or its place is not known yet. */
function stepFrom(
  no: number | null,
  { by, first, detail }: { readonly by: 1 | -1; readonly first: number | undefined; readonly detail: Detail | null },
): number | null {
  if (no === null && first !== undefined) return first;
  if (detail?.no !== no) return null;
  return by === 1 ? detail.place.next : detail.place.previous;
}

/** Takes one decision back. */
function useUndo(onDone: (result: Detail) => void): {
  readonly act: Act<'conflicts.undo'>;
  run(this: void, no: number): void;
} {
  const act = useAct('conflicts.undo');
  const run = async (no: number): Promise<void> => {
    const result = act.busy ? null : await act.run({ no });
    if (result) onDone(result);
  };
  return { act, run: (no) => void run(no) };
}

/** Takes a step for many back as one. */
function useUndoMany(onDone: (done: BulkUndone) => void): {
  readonly act: Act<'conflicts.undoAll'>;
  run(this: void, done: BulkDone): void;
} {
  const act = useAct('conflicts.undoAll');
  const run = async ({ steps }: BulkDone): Promise<void> => {
    const result = act.busy ? null : await act.run({ steps: { ...steps } });
    if (result) onDone(result);
  };
  return { act, run: (done) => void run(done) };
}

/** Where that is wanted, the list's first entry is open. */
function useOpenFirst(address: InboxAddress, no: number | null): void {
  useEffect(() => {
    if (no !== null) goTo(writeAddress({ ...address, no }), true);
  }, [address, no]);
}
