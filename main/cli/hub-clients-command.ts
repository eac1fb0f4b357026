// `concord hub clients`: who synchronises with a hub, when last, and who is behind or silent (HB-03).

import { listClients, type ClientInfo } from '../hub/admin/clients.ts';
import { withHubStore } from './hub-store.ts';
import { hubWords } from './hub-words.ts';
import { tableLines } from './table-lines.ts';
import { exits, type Terminal } from './terminal.ts';

/** Options of `hub clients`. */
export interface ClientsOptions {
  readonly config?: string;
  readonly database?: string;
  readonly scope?: string;
  /** Only those who have been silent for so many days. */
  readonly silent?: number;
}

/** Lists the clients, the one that synchronised last first. */
export async function clientsCommand(terminal: Terminal, options: ClientsOptions): Promise<number> {
  const { config, database, scope, silent } = options;
  const all = await withHubStore({ config, database }, (store) => listClients(store, new Date()));
  const clients = all.filter(
    (client) =>
      (scope === undefined || client.scope.toLowerCase() === scope.toLowerCase()) &&
      (silent === undefined || (client.daysSilent ?? Infinity) >= silent),
  );
  if (terminal.json) for (const client of clients) terminal.result(client, '');
  else if (clients.length === 0)
    terminal.say(all.length === 0 ? 'No client has synchronised yet.' : 'No client is so.');
  else terminal.result(null, tableLines([heads, ...clients.map(lineOf)]));
  return exits.done;
}

const heads = [
  'client',
  'person',
  'device',
  'program',
  'scope',
  'last session',
  'mode',
  'took',
  'received',
  'sent',
  'conflicts',
  'errors',
  'behind',
  'days until outdated',
  'remarks',
];

function lineOf({ session, ...client }: ClientInfo): string[] {
  return [
    client.id.slice(0, 8),
    client.person ?? client.token ?? '–',
    client.device ?? '–',
    session?.software ?? '–',
    client.scope,
    client.lastSession?.slice(0, 16).replace('T', ' ') ?? 'never',
    session?.mode ?? '–',
    session ? `${(session.ms / 1000).toFixed(1)} s` : '–',
    ...[session?.received, session?.sent, session?.conflicts, session?.errors].map((number) => String(number ?? '–')),
    String(client.behind ?? '–'),
    String(client.daysUntilOutdated ?? '–'),
    remarksOf(client).join(', '),
  ];
}

/** What an operator should look at, in the window's words. */
function remarksOf({ daysSilent, daysUntilOutdated, marks, parameters }: Omit<ClientInfo, 'session'>): string[] {
  const t = hubWords();
  const days = { soon: daysUntilOutdated ?? 0, silent: daysSilent ?? 0, outdated: 0, failed: 0 };
  return [
    ...marks.map((mark) => t(`clients.${mark}`, { count: days[mark] })),
    ...Object.entries(parameters).map(([name, value]) => `${name}=${String(value)}`),
  ];
}
