// The columns of the wide list, as they are laid out at first (CF-02).

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
  { name: 'raised', width: '88px', order: 'raised' },
  { name: 'type', width: 'minmax(104px, 1.1fr)', order: 'type' },
  { name: 'table', width: 'minmax(92px, 0.6fr)', order: 'table' },
  { name: 'record', width: 'minmax(170px, 1.8fr)', order: 'record' },
  { name: 'columns', width: 'minmax(112px, 1.2fr)', order: 'columns' },
  { name: 'mine', width: '88px' },
  { name: 'theirs', width: '88px' },
  { name: 'here', width: '66px' },
  { name: 'hub', width: '70px' },
  { name: 'state', width: '100px', order: 'state' },
  { name: 'behind', width: '66px' },
];

/** Under this name their lay-out is kept. */
export const wideName = 'concord.conflicts.columns';
