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

/** Where somebody is in the inbox. */
export interface InboxAddress {
  readonly no: number | null;
  readonly tab: Tab;
  readonly table: TableName | null;
  readonly type: string | null;
  readonly session: number | null;
  readonly text: string;
}

/** What a list asks for. */
export type InboxFilter = NonNullable<CallInput<'conflicts.get'>['filter']>;

/** Reads an address; what it does not understand is left out. */
export function readAddress({ path, query }: Pick<Route, 'path' | 'query'>): InboxAddress {
  const { tab, table, schema, type, session, text } = query;
  return {
    no: whole(path[0]),
    tab: tabs.find((item) => item === tab) ?? 'undecided',
    table: table === undefined || table === '' ? null : { name: table, schema: schema ?? '' },
    type: types.find((item) => item === type) ?? null,
    session: whole(session),
    text: (text ?? '').slice(0, 500),
  };
}

/** Writes an address. */
export function writeAddress(address: InboxAddress): Parameters<typeof routeAddress>[0] {
  const { no, tab, table, type, session, text } = address;
  return {
    screen: 'conflicts',
    path: no === null ? [] : [String(no)],
    query: {
      ...(tab !== 'undecided' && { tab }),
      ...(table && { table: table.name, schema: table.schema }),
      ...(type !== null && { type }),
      ...(session !== null && { session: String(session) }),
      text,
    },
  };
}

/** The filter of an address, as the calls want it. */
export function filterOf({ tab, table, type, session, text }: InboxAddress): InboxFilter {
  return {
    tab,
    ...(table && { table: { ...table } }),
    ...(type !== null && { type }),
    ...(session !== null && { session }),
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
export function isFiltered({ table, type, session, text }: InboxAddress): boolean {
  return table !== null || type !== null || session !== null || text.trim() !== '';
}

/** The same place without filters. */
export function unfiltered(address: InboxAddress): InboxAddress {
  return { ...address, table: null, type: null, session: null, text: '' };
}

function whole(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null;
}
