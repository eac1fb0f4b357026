// `concord hub order`: what the operator has clients do in their next session (HB-05).

import { clientsNamed, orderClients } from '../hub/orders.ts';
import type { StoredOrder } from '../hub/stores/orders.ts';
import type { ClientRow } from '../hub/stores/store.ts';
import { ask } from './confirm.ts';
import { withHubStore } from './hub-store.ts';
import { identity } from './open.ts';
import { orderLosses, type OrderWord } from './order-words.ts';
import { tableLines } from './table-lines.ts';
import { exits, wrongUse, type Terminal } from './terminal.ts';
import { count } from './words.ts';

type Options = Readonly<Record<string, unknown>>;

/** `hub order OPERATION`: asks on a terminal before an order that may cost a client what it has not sent. */
export async function orderCommand(terminal: Terminal, options: Options): Promise<number> {
  const word = options['operation'] as OrderWord;
  const whom = whomOf(options);
  return withHubStore(options, async (store) => {
    const found = await clientsNamed(store, whom);
    if (found.length === 0) terminal.say('The hub knows no client there; nobody was ordered anything.');
    const loss = orderLosses[word];
    if (loss !== null && found.length > 0) {
      terminal.say(loss);
      if (options['yes'] !== true && !(await isMeant(word, found))) {
        terminal.say('Nothing was ordered.');
        return exits.cancelled;
      }
    }
    const operation = word === 'none' ? 'normal' : word;
    await orderClients(store, { ...whom, operation, by: identity().user, at: new Date() });
    const clients = found.map(({ id, scopeName, user, device }) => ({ client: id, scope: scopeName, user, device }));
    const names = found.map((row) => `  ${nameOf(row)}`);
    terminal.result({ order: word, clients }, [`${word}: ${count(found.length, 'client')}`, ...names].join('\n'));
    return exits.done;
  });
}

/** `hub order list`. */
export async function listOrdersCommand(terminal: Terminal, options: Options): Promise<number> {
  const orders = await withHubStore(options, (store) => store.orders.list(1000));
  if (terminal.json) for (const order of orders) terminal.result(wordsOf(order), '');
  else if (orders.length === 0) terminal.say('Nothing was ordered so far.');
  else {
    const heads = ['no', 'client', 'scope', 'order', 'given', 'by', 'state', 'what became of it'];
    const lines = orders.map((order) => [
      String(order.no),
      order.clientId.slice(0, 8),
      order.scopeName,
      order.operation,
      order.orderedAt.slice(0, 16).replace('T', ' '),
      order.by ?? '-',
      order.state,
      order.outcome ?? '-',
    ]);
    terminal.result(null, tableLines([heads, ...lines]));
  }
  return exits.done;
}

function whomOf(options: Options): { readonly clients: readonly string[] | 'all'; readonly scope: string | null } {
  const ids = (options['client'] as readonly string[] | undefined) ?? [];
  const all = options['all'] === true;
  if (all === ids.length > 0) throw wrongUse('--client ID or --all is needed: who is to obey.');
  return { clients: all ? 'all' : ids, scope: typeof options['scope'] === 'string' ? options['scope'] : null };
}

/** HB-05: who is meant has to be typed. */
async function isMeant(word: OrderWord, rows: readonly ClientRow[]): Promise<boolean> {
  const [only] = rows;
  const name = rows.length === 1 && only ? only.id.slice(0, 8) : count(rows.length, 'client');
  return (await ask(`To order ${word}, type ${name}: `)) === name;
}

/** A client with person and device, where they are known. */
export function nameOf({ id, scopeName, user, device }: ClientRow): string {
  const who = [user, device].filter((name) => name !== null).join(' at ');
  return `${id}${who === '' ? '' : ` (${who})`}, scope ${scopeName}`;
}

function wordsOf({ clientId, scopeName, hash: _, clientTime: __, ...order }: StoredOrder): Record<string, unknown> {
  return { ...order, client: clientId, scope: scopeName };
}
