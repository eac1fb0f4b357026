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

/** Under this name their lay-out is kept. */
export const wideName = 'concord.conflicts.columns';
