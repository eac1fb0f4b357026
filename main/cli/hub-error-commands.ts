// `concord hub errors`: refused rows that the hub keeps for clients that keep none themselves (W-243, W-250).

import { listRefusals, type RefusalInfo } from '../hub/admin/refusals.ts';
import type { HubStore } from '../hub/stores/store.ts';
import { confirm } from './confirm.ts';
import { withHubStore } from './hub-store.ts';
import { tableLines } from './table-lines.ts';
import { exits, wrongUse, type Terminal } from './terminal.ts';
import { count, tableWord } from './words.ts';

type Options = Readonly<Record<string, unknown>>;

/** So many are read at most. */
const most = 100_000;

/** `hub errors list`: newest first. */
export async function listHubErrorsCommand(terminal: Terminal, options: Options): Promise<number> {
  const { errors } = await withHubStore(options, (store) => listRefusals(store, most));
  const shown = errors.filter(filterOf(options));
  if (terminal.json) for (const error of shown) terminal.result(wordsOf(error), '');
  else if (shown.length === 0) terminal.say('The hub keeps no refused rows.');
  else {
    const heads = ['no', 'at', 'client', 'scope', 'table', 'key', 'what', 'why', 'then'];
    const lines = shown.map((error) => [
      String(error.no),
      error.at.slice(0, 16).replace('T', ' '),
      error.person ?? error.client.slice(0, 8),
      error.scope,
      error.table === null ? '-' : tableWord(error.table),
      keyWords(error),
      error.kind === 'delete' ? 'delete' : 'write',
      error.message,
      error.state === 'retry' ? 'tried with its next session' : 'waits for a newer version',
    ]);
    terminal.result(null, tableLines([heads, ...lines]));
  }
  return exits.done;
}

/** `hub errors show NO`: one whole, with the row as it was sent. */
export async function showHubErrorCommand(terminal: Terminal, options: Options & { no: string }): Promise<number> {
  const { errors } = await withHubStore(options, (store) => listRefusals(store, most));
  const found = errors.find(({ no }) => no === numberOf(options.no));
  if (!found) throw wrongUse(`The hub keeps no refused row ${options.no}.`);
  terminal.result(wordsOf(found), JSON.stringify(wordsOf(found), null, 2));
  return exits.done;
}

/** `hub errors retry NO… | --all`: with the next session of each client. Ends with 1 where one may not be tried again. */
export function retryHubErrorsCommand(terminal: Terminal, options: Options): Promise<number> {
  return withHubStore(options, async (store) => {
    const chosen = await chosenOf(store, options);
    const ready = chosen.filter(({ mayRetry }) => mayRetry);
    const retried = await inParts(ready, (numbers) => store.refusals.retry(numbers));
    const left = chosen.length - ready.length;
    if (left > 0) terminal.say(`${count(left, 'row')} would go over what others did since, and stay as they are.`);
    terminal.result(
      { retried, left },
      `${count(retried, 'row')}: tried once more with the next session of each client`,
    );
    return left > 0 ? exits.failed : exits.done;
  });
}

/** `hub errors forget NO… | --all`: asks first; the rows are told, so that they can be put by. */
export function forgetHubErrorsCommand(terminal: Terminal, options: Options): Promise<number> {
  return withHubStore(options, async (store) => {
    const chosen = await chosenOf(store, options);
    if (chosen.length > 0 && options['yes'] !== true) {
      const question = `Drop ${count(chosen.length, 'refused row')}? What clients sent in them is gone from the hub. [y/N] `;
      if (!(await confirm(question))) {
        terminal.say('Nothing was dropped.');
        return exits.cancelled;
      }
    }
    const forgotten = await inParts(chosen, (numbers) => store.refusals.forget(numbers));
    terminal.result({ forgotten, rows: chosen.map(wordsOf) }, `dropped ${count(forgotten, 'refused row')}`);
    return exits.done;
  });
}

async function chosenOf(store: HubStore, options: Options): Promise<readonly RefusalInfo[]> {
  const numbers = ((options['numbers'] as readonly string[] | undefined) ?? []).map(numberOf);
  if ((options['all'] === true) === numbers.length > 0) throw wrongUse('Name the numbers of the rows, or --all.');
  const { errors } = await listRefusals(store, most);
  if (options['all'] === true) return errors.filter(filterOf(options));
  const missing = numbers.find((no) => !errors.some((error) => error.no === no));
  if (missing !== undefined) throw wrongUse(`The hub keeps no refused row ${missing}.`);
  return errors.filter(({ no }) => numbers.includes(no));
}

async function inParts(
  errors: readonly RefusalInfo[],
  work: (numbers: readonly number[]) => Promise<number>,
): Promise<number> {
  const size = 1000;
  let done = 0;
  for (let at = 0; at < errors.length; at += size) done += await work(errors.slice(at, at + size).map(({ no }) => no));
  return done;
}

/** `--client`, `--scope` and `--table` narrow. */
function filterOf(options: Options): (error: RefusalInfo) => boolean {
  const { client, scope, table } = options as Readonly<Record<string, string | undefined>>;
  return (error) =>
    (client === undefined || error.client.startsWith(client)) &&
    (scope === undefined || error.scope === scope) &&
    (table === undefined || (error.table !== null && tableWord(error.table) === table));
}

function wordsOf({ table, ...error }: RefusalInfo): Record<string, unknown> {
  return { ...error, table: table === null ? null : tableWord(table) };
}

function keyWords({ key }: RefusalInfo): string {
  return key.map((cell) => (typeof cell === 'string' ? cell : JSON.stringify(cell))).join(', ');
}

function numberOf(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw wrongUse(`“${text}” is no number of a refused row.`);
  return Number(text);
}
