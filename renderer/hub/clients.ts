// Order and search of the client list (HB-03).

import type { CallOutput } from '../../main/window/contract.ts';

/** A client of the hub, in one scope and parameter set. */
export type HubClient = CallOutput<'hub.clients'>['clients'][number];

/** Columns that the list can be ordered by. */
export type ClientColumn =
  'client' | 'program' | 'scope' | 'lastSession' | 'received' | 'sent' | 'conflicts' | 'errors' | 'behind' | 'daysLeft';

/** An order; none = as the hub lists them, the last session first. */
export interface ClientSort {
  readonly by: ClientColumn;
  readonly descending: boolean;
}

const values: Readonly<Record<ClientColumn, (client: HubClient) => string | number>> = {
  client: (client) => nameOf(client) ?? '',
  program: ({ session }) => session?.software ?? '',
  scope: ({ scope }) => scope,
  lastSession: ({ lastSession }) => lastSession ?? '',
  received: ({ session }) => session?.received ?? -1,
  sent: ({ session }) => session?.sent ?? -1,
  conflicts: ({ session }) => session?.conflicts ?? -1,
  errors: ({ session }) => session?.errors ?? -1,
  behind: ({ behind }) => behind ?? -1,
  daysLeft: ({ daysUntilOutdated }) => daysUntilOutdated ?? Infinity,
};

/** Who it is: the person, else the name of the token; null where neither is known. */
export function nameOf({ person, token }: Pick<HubClient, 'person' | 'token'>): string | null {
  return person ?? token;
}

/** `client`, or `-client` for the other way round. */
export function readSort(text: string | undefined): ClientSort | null {
  const by = text?.replace(/^-/, '');
  const known = (Object.keys(values) as ClientColumn[]).find((name) => name === by);
  return known ? { by: known, descending: text?.startsWith('-') ?? false } : null;
}

/** As `readSort` reads it. */
export function sortText(sort: ClientSort | null): string | undefined {
  return sort ? `${sort.descending ? '-' : ''}${sort.by}` : undefined;
}

/** One way, the other way, none. */
export function nextSort(sort: ClientSort | null, by: ClientColumn): ClientSort | null {
  if (sort?.by !== by) return { by, descending: false };
  return sort.descending ? null : { by, descending: true };
}

/** The clients in an order. */
export function sorted(clients: readonly HubClient[], sort: ClientSort | null): readonly HubClient[] {
  if (!sort) return clients;
  const value = values[sort.by];
  const way = sort.descending ? -1 : 1;
  return clients.toSorted((a, b) => way * compare(value(a), value(b)));
}

function compare(a: string | number, b: string | number): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b));
}

/** True if what is looked for stands in a client's names, program, scope or parameters. */
export function fits({ person, token, device, scope, session, id, parameters }: HubClient, find: string): boolean {
  const wanted = find.trim().toLowerCase();
  const texts = [person, token, device, scope, session?.software, id, ...Object.values(parameters).map(String)];
  return wanted === '' || texts.some((text) => text?.toLowerCase().includes(wanted));
}
