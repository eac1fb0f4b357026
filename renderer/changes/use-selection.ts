// What is chosen to be reverted: records as they were shown last, whole or some columns of an update (PD-03).

import { useState } from 'react';
import type { CallInput } from '../../main/window/contract.ts';
import { changesOf, idOf, type Changes, type Line } from './use-changes.ts';

/** A chosen record. */
export interface Chosen {
  readonly line: Line;
  /** Columns of an update; null = the whole record. */
  readonly columns: readonly string[] | null;
}

/** The selection. */
export interface Selection {
  /** By the record's name, in the order in which they were chosen. */
  readonly chosen: ReadonlyMap<string, Chosen>;
  readonly changes: number;
  /** Takes a record in whole, or out. */
  toggle(line: Line): void;
  toggleColumn(line: Line, column: string): void;
  choose(lines: readonly Line[]): void;
  clear(): void;
}

/** At most so many records are reverted in one step. */
export const mostChosen = 1000;

/** A selection over a list: what is at hand there is always as it is now. */
export function useSelection(changes: Changes): Selection {
  const [kept, setKept] = useState<ReadonlyMap<string, Chosen>>(new Map());
  const chosen = new Map([...kept].flatMap(([id, item]) => nowOf(changes, id, item)));
  const put = (line: Line, columns: readonly string[] | null | undefined): void => {
    const next = new Map(chosen);
    if (columns === undefined) next.delete(idOf(line));
    else if (next.size < mostChosen) next.set(idOf(line), { line, columns });
    setKept(next);
  };
  return {
    chosen,
    changes: [...chosen.values()].reduce((sum, item) => sum + countOf(item), 0),
    toggle: (line) => canRevert(line) && put(line, chosen.has(idOf(line)) ? undefined : null),
    toggleColumn(line, column) {
      const all = line.columns.map((item) => item.column);
      const item = chosen.get(idOf(line));
      const before = item ? (item.columns ?? all) : [];
      const after = all.filter((name) => before.includes(name) !== (name === column));
      put(line, after.length === 0 ? undefined : after.length === all.length ? null : after);
    },
    choose: (lines) =>
      setKept(
        new Map(
          lines
            .filter(canRevert)
            .slice(0, mostChosen)
            .map((line) => [idOf(line), { line, columns: null }]),
        ),
      ),
    clear: () => setKept(new Map()),
  };
}

/** False for a record that is back at its base already and only goes once more. */
export function canRevert({ operation, columns }: Line): boolean {
  return operation !== 'update' || columns.length > 0;
}

/** How many changes a chosen record stands for. */
export function countOf({ line, columns }: Chosen): number {
  return columns?.length ?? changesOf(line);
}

/** The selection as the engine is given it. */
export function revertInput(chosen: Iterable<Chosen>): CallInput<'changes.revert'> {
  return {
    records: [...chosen].map(({ line: { table, key, mark }, columns }) => ({
      table,
      key,
      mark,
      ...(columns && { columns: [...columns] }),
    })),
  };
}

/** A chosen record as the list shows it now; columns that no longer wait are left out. */
function nowOf(changes: Changes, id: string, item: Chosen): [string, Chosen][] {
  const at = changes.placeOf(id);
  const line = at === null ? undefined : changes.line(at);
  if (!line) return [[id, item]];
  if (!canRevert(line)) return [];
  const columns = item.columns?.filter((name) => line.columns.some(({ column }) => column === name)) ?? null;
  return [[id, { line, columns: columns?.length === 0 ? null : columns }]];
}
