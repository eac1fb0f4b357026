// Searches the office for what was typed: by number, by key, by name. Answers come piece by piece, each from a call of its
// own, so that whoever types on simply stops listening.

import type { Client } from '../../main/window/client.ts';
import type { CallOutput } from '../../main/window/contract.ts';
import { routeAddress } from '../app/routes.ts';
import { tableParam } from '../app/addresses.ts';
import { recordTitle, tableTitle } from '../format/names.ts';
import { keyText, readKeyText } from '../data/record-key.ts';
import { fit } from './match.ts';
import type { Group, OfferIcon } from './offer.ts';

type Table = CallOutput<'data.tables'>[number];

/** Something that was found. */
export interface Found {
  readonly icon: OfferIcon;
  readonly group: Group;
  readonly place: string;
  readonly name: string;
  readonly about: string;
}

/** The words that the search itself adds. */
export interface SearchWords {
  conflict(no: number): string;
  session(no: number): string;
}

/** What is asked. */
export interface Search {
  readonly client: Client;
  readonly tables: readonly Table[];
  readonly text: string;
  readonly words: SearchWords;
}

const perTable = 4;
const mostRecords = 12;
const mostConflicts = 3;
/** Shorter texts are in too many records to be of use. */
const shortest = 2;

/** Finds, the surest first: numbers, keys, conflicts by name, then records by name, table after table. */
export async function* search(asked: Search): AsyncGenerator<readonly Found[]> {
  const number = /^(?:\D*\s|#)?(\d{1,15})$/.exec(asked.text)?.[1];
  if (number !== undefined) yield* numbered(asked, Number(number));
  const exact = await byKey(asked);
  yield exact.map(({ found }) => found);
  if (asked.text.length < shortest) return;
  yield await conflictsOf(asked);
  let room = mostRecords;
  for (const table of likelyFirst(asked.tables, new Set(exact.map((item) => item.table)))) {
    const found = await recordsOf(asked, table);
    yield found.slice(0, room);
    room -= found.length;
    if (room <= 0) return;
  }
}

/** "8" is both; "session 8" is no conflict. */
async function* numbered({ client, text, words }: Search, no: number): AsyncGenerator<readonly Found[]> {
  const isMeant = (name: string): boolean => fit(name, text) !== null;
  const conflict = isMeant(words.conflict(no)) ? await orNull(client.call('conflicts.get', { no })) : null;
  if (conflict) {
    const { id, name } = recordTitle(conflict.key, conflict.mine ?? conflict.theirs ?? {});
    const place = routeAddress({ screen: 'conflicts', path: [String(no)] });
    const about = [tableTitle(conflict.table), id, name].filter(Boolean).join(' · ');
    yield [{ icon: 'conflict', group: 'exact', place, name: words.conflict(no), about }];
  }
  const session = isMeant(words.session(no)) ? await orNull(client.call('feed.session', { no })) : null;
  if (!session) return;
  const place = routeAddress({ screen: 'feed', path: [String(no)] });
  yield [{ icon: 'session', group: 'exact', place, name: words.session(no), about: session.scope }];
}

/** Records whose whole key is the text: one look by the key a table. */
async function byKey({ client, tables, text }: Search): Promise<{ table: Table; found: Found }[]> {
  const asked = tables.map(async (item) => {
    const key = readKeyText(item, text);
    if (!key || text.includes(',')) return [];
    const record = await orNull(client.call('data.record', { table: { ...item.table }, key: { ...key } }));
    return record?.row ? [{ table: item, found: recordFound(item, key, record.row, 'exact') }] : [];
  });
  return (await Promise.all(asked)).flat();
}

async function conflictsOf({ client, text }: Search): Promise<Found[]> {
  const list = await orNull(client.call('conflicts.list', { tab: 'undecided', text, limit: mostConflicts, offset: 0 }));
  return (list?.entries ?? []).map(({ no, table, key, sample }) => {
    const { id, name } = recordTitle(key, sample);
    return {
      icon: 'conflict',
      group: 'conflicts',
      place: routeAddress({ screen: 'conflicts', path: [String(no)] }),
      name: [id, name].filter(Boolean).join(' · '),
      about: tableTitle(table),
    };
  });
}

async function recordsOf({ client, text }: Search, item: Table): Promise<Found[]> {
  const found = await orNull(client.call('data.find', { table: { ...item.table }, text, limit: perTable }));
  return (found ?? []).map(({ key, row, name }) => recordFound(item, key, row, 'records', name));
}

/** Tables in which the text is a key, then those of things with a name of their own; among like ones the small ones answer first. */
function likelyFirst(tables: readonly Table[], exact: ReadonlySet<Table>): Table[] {
  const rank = (table: Table): number => {
    if (exact.has(table)) return 0;
    return table.key.length > 1 ? 3 : table.name === null ? 2 : 1;
  };
  // A large table is not counted yet.
  const size = ({ rows }: Table): number => rows ?? Number.MAX_VALUE;
  return tables.filter((table) => size(table) > 0).toSorted((a, b) => rank(a) - rank(b) || size(a) - size(b));
}

function recordFound(
  { table }: Table,
  key: CallOutput<'data.find'>[number]['key'],
  row: CallOutput<'data.find'>[number]['row'],
  group: Group,
  called: string | null = null,
): Found {
  const { id, name } = recordTitle(key, row);
  const place = routeAddress({ screen: 'data', path: [tableParam(table)], query: { record: keyText(key) } });
  return {
    icon: 'record',
    group,
    place,
    name: [id, called ?? name].filter(Boolean).join(' · '),
    about: tableTitle(table),
  };
}

/** A refusal means "there is none"; the line itself is told elsewhere when it is lost. */
async function orNull<T>(call: Promise<T>): Promise<T | null> {
  try {
    return await call;
  } catch {
    return null;
  }
}
