// What can be done on the conflicts screen, and what was done last: walking, deciding, undoing (AX-01, RS-19).

import { useEffect, useMemo, useState } from 'react';
import { goTo, useRoute } from '../app/routes.ts';
import { useAct, type Act } from '../bridge/use-act.ts';
import type { Detail } from './compare/detail.ts';
import { createDrafts, type Drafts } from './drafts.ts';
import { readAddress, tabOf, writeAddress, type InboxAddress } from './inbox/address.ts';
import type { BulkDone } from './inbox/bulk-bar.tsx';
import { useInbox, type InboxList } from './inbox/use-inbox.ts';
import { canTakeBack, isLeaving, type Said } from './said.ts';
import { useEntry } from './use-entry.ts';

/** The screen's state and steps. */
export interface Conflicts {
  readonly address: InboxAddress;
  readonly list: InboxList;
  readonly entry: ReturnType<typeof useEntry>;
  readonly drafts: Drafts;
  readonly said: Said;
  readonly undo: Act<'conflicts.undo'>;
  go(to: InboxAddress): void;
  open(no: number): void;
  close(): void;
  step(by: 1 | -1): void;
  decided(result: Detail, from: Detail): void;
  decidedMany(done: BulkDone): void;
  takeBack(no: number): void;
  /** Takes back what is open, or else what was done last. */
  takeBackLast(): void;
  forget(): void;
}

/** The screen's state and steps. */
export function useConflicts(isWide: boolean): Conflicts {
  const route = useRoute();
  const address = useMemo(() => readAddress(route), [route]);
  const list = useInbox(address);
  const entry = useEntry(address.no, list.filter);
  const [drafts] = useState(createDrafts);
  const [said, setSaid] = useState<Said>(null);
  const undo = useAct('conflicts.undo');
  const { detail } = entry;

  const go = (to: InboxAddress): void => goTo(writeAddress(to), true);
  const open = (no: number): void => goTo(writeAddress({ ...address, no }), isWide);
  const takeBack = async (no: number): Promise<void> => {
    const result = undo.busy ? null : await undo.run({ no });
    if (!result) return;
    setSaid({ kind: 'one', no, leaves: null });
    go({ ...address, no, tab: tabOf(result.state) });
  };
  const first = list.line(0)?.no;
  const opens =
    isWide && address.no === null && first !== undefined && !isLeaving(said, address.tab, first) ? first : null;
  useEffect(() => {
    if (opens !== null) goTo(writeAddress({ ...address, no: opens }), true);
  }, [address, opens]);
  return {
    address,
    list,
    entry,
    drafts,
    said,
    undo,
    go,
    open,
    close: () => go({ ...address, no: null }),
    step(by) {
      if (address.no === null && first !== undefined) return open(first);
      const to = by === 1 ? detail?.place.next : detail?.place.previous;
      if (to != null && detail?.no === address.no) open(to);
    },
    decided(result, from) {
      drafts.drop(result.no);
      const leaves = tabOf(result.state) !== address.tab;
      setSaid({ kind: 'one', no: result.no, leaves: leaves ? address.tab : null });
      if (leaves) go({ ...address, no: from.place.next ?? from.place.previous });
    },
    decidedMany(done) {
      setSaid({ kind: 'bulk', done, first: first ?? null });
      go({ ...address, no: null });
    },
    takeBack: (no) => void takeBack(no),
    takeBackLast() {
      if (detail && canTakeBack(detail)) void takeBack(detail.no);
      else if (said?.kind === 'one') void takeBack(said.no);
    },
    forget: () => setSaid(null),
  };
}
