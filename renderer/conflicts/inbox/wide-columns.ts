// The columns of the wide list, and which of them somebody wants to see (CF-02).

import { useState } from 'react';
import type { Order } from './address.ts';

/** A column: its share of the width, and the order that a click on its head asks for. */
export interface WideColumn {
  readonly name: (typeof names)[number];
  readonly width: string;
  readonly order?: Order['by'];
}

const names = [
  'raised',
  'type',
  'table',
  'record',
  'columns',
  'mine',
  'theirs',
  'here',
  'hub',
  'state',
  'behind',
] as const;

/** All columns in their order. */
export const wideColumns: readonly WideColumn[] = [
  { name: 'raised', width: '76px', order: 'raised' },
  { name: 'type', width: 'minmax(96px, 1.1fr)', order: 'type' },
  { name: 'table', width: 'minmax(92px, 0.6fr)', order: 'table' },
  { name: 'record', width: 'minmax(130px, 1.6fr)', order: 'record' },
  { name: 'columns', width: 'minmax(124px, 1.2fr)', order: 'columns' },
  { name: 'mine', width: '100px' },
  { name: 'theirs', width: '104px' },
  { name: 'here', width: '80px' },
  { name: 'hub', width: '96px' },
  { name: 'state', width: '100px', order: 'state' },
  { name: 'behind', width: '66px' },
];

const storageKey = 'concord.conflicts.hidden';

/** The names of the hidden columns, and how to change them; kept on this computer. The record is always shown. */
export function useHiddenColumns(): readonly [readonly string[], (hidden: readonly string[]) => void] {
  const [hidden, setHidden] = useState<readonly string[]>(() =>
    (localStorage.getItem(storageKey) ?? '').split(' ').filter(Boolean),
  );
  const change = (next: readonly string[]): void => {
    localStorage.setItem(storageKey, next.join(' '));
    setHidden(next);
  };
  return [hidden, change];
}
