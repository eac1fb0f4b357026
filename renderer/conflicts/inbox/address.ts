// The inbox's part of the address: what is open, the tab and the filters, so that it can be bookmarked and sent.

import type { EntryState } from '../../../main/sync/entry.ts';
import type { CallInput } from '../../../main/window/contract.ts';
import type { routeAddress, Route } from '../../app/routes.ts';
import type { TableName } from '../../format/names.ts';

/** The tabs. */
export const tabs = ['undecided', 'decided', 'confirmed', 'parked'] as const;

/** One tab. */
export type Tab = (typeof tabs)[number];

/** The types that can stand in the inbox, in the order of the menu. */
export const types = [
  'local-update/hub-update',
  'local-insert/hub-insert',
  'local-update/hub-delete',
  'local-delete/hub-update',
  'local-update/hub-none',
] as const;

/** How long ago entries were raised. */
export const ages = ['today', 'week', 'older'] as const;

/** One age. */
export type Age = (typeof ages)[number];

/** States that stand under a tab together and can be told apart by a filter. */
export const tabStates: Readonly<Record<Tab, readonly EntryState[]>> = {
  undecided: ['undecided', 'reopened'],
  decided: ['decided', 'sent'],
  confirmed: ['confirmed', 'undone'],
  parked: [],
};

/** What a list can be ordered by. */
export const orders = ['raised', 'table', 'record', 'type', 'columns', 'state'] as const;

/** An order. */
export interface Order {
  readonly by: (typeof orders)[number];
  readonly descending: boolean;
}

/** Newest first. */
export const newestFirst: Order = { by: 'raised', descending: true };

/** Where somebody is in the inbox. */
export interface InboxAddress {
  readonly no: number | null;
  readonly tab: Tab;
  readonly table: TableName | null;
  readonly type: string | null;
  readonly column: string | null;
  readonly age: Age | null;
  readonly state: EntryState | null;
  readonly session: number | null;
  readonly order: Order;
  readonly text: string;
}

/** What a list asks for. */
export type InboxFilter = NonNullable<CallInput<'conflicts.get'>['filter']>;

/** Reads an address; what it does not understand is left out. */
export function readAddress({ path, query }: Pick<Route, 'path' | 'query'>): InboxAddress {
  const { table, schema, type, column, age, state, session, order, text } = query;
  const tab = tabs.find((item) => item === query['tab']) ?? 'undecided';
  return {
    no: whole(path[0]),
    tab,
    table: table === undefined || table === '' ? null : { name: table, schema: schema ?? '' },
    type: types.find((item) => item === type) ?? null,
    column: column === undefined || column === '' ? null : column,
    age: ages.find((item) => item === age) ?? null,
    state: tabStates[tab].find((item) => item === state) ?? null,
    session: whole(session),
    order: readOrder(order ?? ''),
    text: (text ?? '').slice(0, 500),
  };
}

/** Writes an address. */
export function writeAddress(address: InboxAddress): Parameters<typeof routeAddress>[0] {
  const { no, tab, table, type, column, age, state, session, order, text } = address;
  return {
    screen: 'conflicts',
    path: no === null ? [] : [String(no)],
    query: {
      ...(tab !== 'undecided' && { tab }),
      ...(table && { table: table.name, schema: table.schema }),
      ...(type !== null && { type }),
      ...(column !== null && { column }),
      ...(age !== null && { age }),
      ...(state !== null && { state }),
      ...(session !== null && { session: String(session) }),
      ...(writeOrder(order) !== '' && { order: writeOrder(order) }),
      text,
    },
  };
}

/** The filter of an address, as the calls want it. */
export function filterOf(address: InboxAddress, now: Date): InboxFilter {
  const { tab, table, type, column, age, state, session, order, text } = address;
  return {
    tab,
    ...(table && { table: { ...table } }),
    ...(type !== null && { type }),
    ...(column !== null && { column }),
    ...(age !== null && spanOf(age, now)),
    ...(state !== null && { state }),
    ...(session !== null && { session }),
    ...(writeOrder(order) !== '' && { order: { ...order } }),
    ...(text.trim() !== '' && { text: text.trim() }),
  };
}

/** The tab that an entry of a state stands under; reopened ones are undecided (CF-04). */
export function tabOf(state: EntryState): Tab {
  if (state === 'undecided' || state === 'reopened') return 'undecided';
  if (state === 'decided' || state === 'sent') return 'decided';
  return state === 'parked' ? 'parked' : 'confirmed';
}

/** True where more than the tab narrows the list. */
export function isFiltered({ table, type, column, age, state, session, text }: InboxAddress): boolean {
  return [table, type, column, age, state, session].some((item) => item !== null) || text.trim() !== '';
}

/** The same place without filters. */
export function unfiltered(address: InboxAddress): InboxAddress {
  return { ...address, table: null, type: null, column: null, age: null, state: null, session: null, text: '' };
}

function whole(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

/** From which day on, or before which day: days are the looker's own. */
function spanOf(age: Age, now: Date): Pick<InboxFilter, 'from' | 'until'> {
  const day = (back: number): string => new Date(now.getFullYear(), now.getMonth(), now.getDate() - back).toISOString();
  if (age === 'today') return { from: day(0) };
  return age === 'week' ? { from: day(6) } : { until: day(6) };
}

function readOrder(text: string): Order {
  const descending = text.startsWith('-');
  const by = orders.find((item) => item === (descending ? text.slice(1) : text));
  return by ? { by, descending } : newestFirst;
}

function writeOrder({ by, descending }: Order): string {
  const text = `${descending ? '-' : ''}${by}`;
  return text === '-raised' ? '' : text;
}
