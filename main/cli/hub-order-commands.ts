// `concord hub order`: what the operator has clients do in their next session (HB-05).

import { clientsNamed, orderClients } from '../hub/orders.ts';
import { isOpen, type StoredOrder } from '../hub/stores/orders.ts';
import type { ClientRow } from '../hub/stores/store.ts';
import { lossyOrders, nameToType, type OrderOperation } from '../window/hub-orders.ts';
import { ask } from './confirm.ts';
import { hubWords } from './hub-words.ts';
import { withHubStore } from './hub-store.ts';
import { identity } from './open.ts';
import { orderLosses } from './order-words.ts';
import { tableLines } from './table-lines.ts';
import { exits, wrongUse, type Terminal } from './terminal.ts';
import { count } from './words.ts';

type Options = Readonly<Record<string, unknown>>;

/** `hub order OPERATION`: asks on a terminal before an order that may cost a client what it has not sent. */
export async function orderCommand(terminal: Terminal, options: Options): Promise<number> {
  const word = String(options['operation']);
  const operation = word === 'none' ? 'normal' : (word as OrderOperation);
  const whom = whomOf(options);
  return withHubStore(options, async (store) => {
    const found = await clientsNamed(store, whom);
    if (found.length === 0) terminal.say('The hub knows no client there; nobody was ordered anything.');
    if (found.length > 0) {
      terminal.say(orderLosses[operation]);
      if (lossyOrders.has(operation) && options['yes'] !== true && !(await isMeant(word, found))) {
        terminal.say('Nothing was ordered.');
        return exits.cancelled;
      }
    }
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
    const t = hubWords();
    const heads = ['no', 'client', 'scope', 'order', 'given', 'by', 'what came of it'];
    const lines = orders.map((order) => [
      String(order.no),
      order.clientId.slice(0, 8),
      order.scopeName,
      order.operation,
      order.orderedAt.slice(0, 16).replace('T', ' '),
      order.by ?? '-',
      (isOpen(order) ? order.outcome : null) ?? t(`order.state.${order.state}`),
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
async function isMeant(word: string, rows: readonly ClientRow[]): Promise<boolean> {
  const clients = rows.map(({ id, user: person }) => ({ id, person }));
  const name = nameToType(clients) ?? count(new Set(rows.map(({ id }) => id)).size, 'client');
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
