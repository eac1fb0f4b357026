// What can be done on the screen, and what was done last: choosing, reverting, undoing, sending (PD-02, PD-03, AX-01).

import { useRef, useState, type RefObject } from 'react';
import { tableParam } from '../app/addresses.ts';
import { goTo } from '../app/routes.ts';
import { useEngine } from '../bridge/engine.tsx';
import { useAct, type Act } from '../bridge/use-act.ts';
import { keyText } from '../data/record-key.ts';
import { useKeys } from '../parts/use-keys.ts';
import type { ChangeFilter } from './address.ts';
import type { ListHandle } from './change-list.tsx';
import type { Reverted } from './forecast.ts';
import type { Changes, Line } from './use-changes.ts';
import { mostChosen, revertInput, useSelection, type Selection } from './use-selection.ts';

/** The screen's state and steps. */
export interface Steps {
  readonly list: RefObject<ListHandle | null>;
  readonly selection: Selection;
  readonly reverted: Reverted | null;
  readonly revert: Act<'changes.revert'>;
  readonly undo: Act<'changes.undo'>;
  readonly start: Act<'sync.start'>;
  /** The revert was called for by its key. */
  readonly isByKey: boolean;
  open(line: Line): void;
  /** Takes the record that the keys stand on in, or out. */
  toggle(): void;
  chooseAll(): void;
  cancel(): void;
  /** Reverts what is chosen; with nothing chosen, chooses what the keys stand on. */
  revertByKey(): void;
  doRevert(): void;
  doUndo(no: number): void;
  /** Closes what is said of the last revert. */
  forget(): void;
}

/** The steps over a list. */
export function useSteps(changes: Changes, filter: ChangeFilter | null, isReadOnly: boolean): Steps {
  const { client } = useEngine();
  const selection = useSelection(changes);
  const start = useAct('sync.start');
  const list = useRef<ListHandle>(null);
  const reverts = useReverts(selection, list);
  const { forget, doRevert } = reverts;
  const toggle = (): void => {
    const line = list.current?.current();
    if (!line || isReadOnly) return;
    forget();
    selection.toggle(line);
  };
  const chooseAll = async (): Promise<void> => {
    if (!client || !filter) return;
    const { records } = await client.call('changes.page', { ...filter, limit: mostChosen, offset: 0 });
    forget();
    selection.choose(records);
  };
  return {
    ...reverts,
    list,
    selection,
    start,
    open: ({ table, key }) => goTo({ screen: 'data', path: [tableParam(table)], query: { record: keyText(key) } }),
    toggle,
    chooseAll: () => void chooseAll(),
    revertByKey() {
      if (isReadOnly) return;
      if (selection.chosen.size > 0) return doRevert();
      toggle();
      reverts.callByKey();
    },
  };
}

type Reverts = Pick<Steps, 'reverted' | 'revert' | 'undo' | 'isByKey' | 'cancel' | 'doRevert' | 'doUndo' | 'forget'> & {
  callByKey(): void;
};

/** Reverting what is chosen, and undoing what was reverted. */
function useReverts(selection: Selection, list: RefObject<ListHandle | null>): Reverts {
  const revert = useAct('changes.revert');
  const undo = useAct('changes.undo');
  const [reverted, setReverted] = useState<Reverted | null>(null);
  const [isByKey, setByKey] = useState(false);
  const clear = (): void => {
    revert.clear();
    selection.clear();
    setByKey(false);
  };
  const run = async (): Promise<void> => {
    const chosen = [...selection.chosen.values()];
    const [first] = chosen;
    const done = revert.busy || !first ? null : await revert.run(revertInput(chosen));
    if (!done) return;
    clear();
    undo.clear();
    setReverted({ done, one: chosen.length === 1 && first ? first : null });
  };
  const takeBack = async (no: number): Promise<void> => {
    const done = undo.busy ? null : await undo.run({ no });
    if (!done) return;
    setReverted(null);
    list.current?.focus();
  };
  return {
    reverted,
    revert,
    undo,
    isByKey,
    callByKey: () => setByKey(true),
    cancel() {
      clear();
      list.current?.focus();
    },
    doRevert: () => void run(),
    doUndo: (no) => void takeBack(no),
    forget: () => setReverted(null),
  };
}

/** The keys of the screen (AX-01). */
export function useChangeKeys(steps: Steps, find: RefObject<HTMLInputElement | null>): void {
  const { list, selection, reverted } = steps;
  useKeys('changes', {
    next: () => list.current?.step(1),
    previous: () => list.current?.step(-1),
    choose: steps.toggle,
    revert: steps.revertByKey,
    undo: () => reverted && steps.doUndo(reverted.done.no),
    find: () => find.current?.focus(),
    open() {
      const line = list.current?.current();
      if (line) steps.open(line);
    },
    escape() {
      if (selection.chosen.size > 0) return steps.cancel();
      steps.forget();
      list.current?.focus();
    },
  });
}
