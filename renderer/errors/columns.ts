// The columns of the list: the nine of ER-01 in their order, then those that can be hidden.

import { useState } from 'react';
import type { OrderBy } from './address.ts';

/** A column: its share of the width, and the order that a click on its head asks for. */
export interface ErrorColumn {
  readonly name: (typeof names)[number];
  readonly width: string;
  readonly order?: OrderBy;
  readonly isExtra?: boolean;
}

const names = [
  'time',
  'message',
  'type',
  'record',
  'owner',
  'action',
  'actionData',
  'requestData',
  'code',
  'state',
  'tries',
  'fixer',
  'behind',
] as const;

/** All columns. */
export const columns: readonly ErrorColumn[] = [
  { name: 'time', width: '100px', order: 'time' },
  { name: 'message', width: 'minmax(168px, 2.2fr)', order: 'message' },
  { name: 'type', width: '104px', order: 'type' },
  { name: 'record', width: 'minmax(116px, 1.3fr)', order: 'record' },
  { name: 'owner', width: '72px', order: 'owner' },
  { name: 'action', width: '68px', order: 'action' },
  { name: 'actionData', width: 'minmax(88px, 1fr)' },
  { name: 'requestData', width: 'minmax(92px, 1fr)' },
  { name: 'code', width: '76px' },
  { name: 'state', width: '92px', isExtra: true },
  { name: 'tries', width: '58px', order: 'tries', isExtra: true },
  { name: 'fixer', width: '104px', isExtra: true },
  { name: 'behind', width: '68px', isExtra: true },
];

const storageKey = 'concord.errors.hidden';
const hiddenAtFirst = ['fixer', 'behind'];

/** The names of the hidden columns, and how to change them; kept on this computer. */
export function useHiddenColumns(): readonly [readonly string[], (hidden: readonly string[]) => void] {
  const [hidden, setHidden] = useState<readonly string[]>(() => {
    const kept = localStorage.getItem(storageKey);
    return kept === null ? hiddenAtFirst : kept.split(' ').filter(Boolean);
  });
  const change = (next: readonly string[]): void => {
    localStorage.setItem(storageKey, next.join(' '));
    setHidden(next);
  };
  return [hidden, change];
}
