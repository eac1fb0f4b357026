// A correction while it is typed: my refused values in the controls of the data card, checked at once (ER-05).

import { useState } from 'react';
import {
  changesOf,
  fieldOf,
  startDraft,
  typeValue,
  type Draft,
  type FieldState,
  type Value,
} from '../data/edit/draft.ts';
import type { Detail } from './use-errors.ts';

/** The correction. */
export interface Correction {
  readonly isOpen: boolean;
  readonly columns: readonly string[];
  readonly canSave: boolean;
  open(): void;
  close(): void;
  field(column: string): FieldState | null;
  type(column: string, value: Value): void;
  save(): void;
}

interface Held {
  readonly no: number;
  readonly draft: Draft;
}

/** One correction at a time; another entry closes it. */
export function useCorrection(
  detail: Detail | null,
  onSave: (no: number, set: ReturnType<typeof changesOf>['set']) => void,
): Correction {
  const [held, setHeld] = useState<Held | null>(null);
  const draft = held !== null && held.no === detail?.no ? held.draft : null;
  const all = detail?.tableColumns ?? [];
  const changes = draft && changesOf({ columns: all }, draft);
  const faulty = changes?.faulty ?? [];
  return {
    isOpen: draft !== null,
    columns: detail ? editable(detail) : [],
    canSave: changes !== null && faulty.length === 0 && Object.keys(changes.set).length > 0,
    open: () => detail?.canEdit && setHeld({ no: detail.no, draft: startDraft(detail.wanted ?? {}) }),
    close: () => setHeld(null),
    field(name) {
      const column = all.find((item) => item.name === name);
      return draft && column ? fieldOf(column, draft) : null;
    },
    type: (column, value) => held && draft && setHeld({ ...held, draft: typeValue(draft, column, value) }),
    save() {
      if (!detail || !changes || faulty.length > 0) return;
      onSave(detail.no, changes.set);
      setHeld(null);
    },
  };
}

/** What was refused, and the column at fault; of a record with many columns the rest is in Data. */
function editable({ tableColumns, changed, column, action }: Detail): readonly string[] {
  const names =
    action === 'insert' ? tableColumns.map(({ name }) => name) : [...changed, ...(column === null ? [] : [column])];
  return tableColumns.filter(({ name, isKey }) => !isKey && names.includes(name)).map(({ name }) => name);
}
