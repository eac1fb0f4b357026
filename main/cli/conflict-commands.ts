// `concord conflicts`: list, show, resolve, undo – the same decisions as in the window (CL-02, CL-04).

import type { App } from '../app.ts';
import type { Filter } from '../conflicts/filter.ts';
import type { Entry } from '../conflicts/list.ts';
import { cellToJson, type Cell } from '../sync/cell.ts';
import { entryStates, type EntryState } from '../sync/entry.ts';
import { problemFrom, ConcordError } from '../sync/problem.ts';
import type { Choice, Side } from '../sync/resolution.ts';
import { cellFromTyped } from '../sync/value.ts';
import { tableKey, type Column } from '../sync/schema.ts';
import { confirm } from './confirm.ts';
import { identity, withApp, type ReplicaOptions } from './open.ts';
import { exits, exitOf, wrongUse, type Terminal } from './terminal.ts';
import { conflictWords, count, keyWords, tableWord } from './words.ts';

/** Options of `conflicts resolve`. */
export interface ResolveOptions extends ReplicaOptions {
  readonly keep?: string;
  readonly take?: readonly string[];
  readonly set?: readonly string[];
  readonly setNull?: readonly string[];
  readonly all?: boolean;
  readonly yes?: boolean;
}

/** `conflicts list`: a line an entry, all pages. */
export function listCommand(terminal: Terminal, options: ReplicaOptions & { state?: string }): Promise<number> {
  const filter = stateFilter(options.state);
  return withApp(options, (app) => {
    for (let offset = 0; ; offset += 500) {
      const { entries } = app.inbox.list({ ...filter, limit: 500, offset });
      for (const entry of entries) terminal.result(conflictWords(entry), entryLine(entry));
      if (entries.length < 500) return exits.done;
    }
  });
}

/** `conflicts show ID`: one entry whole. */
export function showCommand(terminal: Terminal, options: ReplicaOptions & { id: string }): Promise<number> {
  return withApp(options, (app) => {
    const entry = app.inbox.get(numberOf(options.id));
    terminal.result({ ...conflictWords(entry), history: app.inbox.history(entry.no) }, entryText(entry));
    return exits.done;
  });
}

/** `conflicts resolve ID` or `--all`. Ends with 3 if one was refused. */
export function resolveCommand(terminal: Terminal, options: ResolveOptions & { id?: string }): Promise<number> {
  if ((options.id === undefined) === !options.all) throw wrongUse('Name one conflict, or --all.');
  return withApp(options, async (app) => {
    const result = options.all
      ? await resolveAll(terminal, app, options)
      : await resolveOne(app, options, numberOf(options.id ?? ''));
    if (!result) return exits.failed;
    const refused = result.refused.map(({ id, code }) => ({ id, code }));
    terminal.result({ decided: result.decided, refused }, `decided ${result.decided} · refused ${refused.length}`);
    for (const item of result.refused) terminal.say(`concord: conflict ${item.id}: ${item.message} [${item.code}]`);
    return refused.length > 0 ? exits.undecided : exits.done;
  });
}

/** `conflicts undo ID`. */
export function undoCommand(terminal: Terminal, options: ReplicaOptions & { id: string }): Promise<number> {
  return withApp(options, async (app) => {
    const entry = await app.inbox.undo(numberOf(options.id), identity().user);
    terminal.result({ id: entry.no, state: entry.state }, `conflict ${entry.no} is ${entry.state}`);
    return exits.done;
  });
}

interface Outcome {
  readonly decided: number;
  readonly refused: readonly { readonly id: number; readonly code: string; readonly message: string }[];
}

async function resolveOne(app: App, options: ResolveOptions, no: number): Promise<Outcome> {
  try {
    const entry = app.inbox.get(no);
    const columns = app.replica.tables().get(tableKey(entry.table))?.columns ?? [];
    await app.inbox.resolve({ no, choice: choiceOf(options, columns), by: identity().user });
    return { decided: 1, refused: [] };
  } catch (thrown) {
    const { code, message } = problemFrom(thrown);
    if (!(thrown instanceof ConcordError) || exitOf(code) === exits.usage) throw thrown;
    return { decided: 0, refused: [{ id: no, code, message }] };
  }
}

/** Decides all undecided ones alike; asks on a terminal, needs --yes elsewhere. Null = the person said no. */
async function resolveAll(terminal: Terminal, app: App, options: ResolveOptions): Promise<Outcome | null> {
  const { keep } = options;
  if (keep !== 'mine' && keep !== 'theirs') throw wrongUse('--all needs --keep mine or --keep theirs.');
  // What moves while the question stands is left out (P14).
  const mark = app.inbox.mark();
  const numbers = app.inbox.numbers({ tab: 'undecided' });
  if (!options.yes && !(await confirm(`Keep ${keep} for ${count(numbers.length, 'conflict')}? [y/N] `))) {
    terminal.say('Nothing was decided.');
    return null;
  }
  return app.inbox.resolveAll(numbers, { keep }, identity().user, mark);
}

function choiceOf(options: ResolveOptions, columns: readonly Column[]): Choice {
  const { keep, take = [], set = [], setNull = [] } = options;
  const merges = take.length + set.length + setNull.length > 0;
  if (keep !== undefined && merges)
    throw wrongUse('Give --keep for the whole record, or --take and --set for columns, not both.');
  if (keep === 'mine' || keep === 'theirs') return { keep };
  if (keep !== undefined) throw wrongUse(`--keep ${keep}: mine or theirs is allowed.`);
  if (!merges)
    throw wrongUse('Say what to keep: --keep mine|theirs, or --take COLUMN=mine|theirs and --set COLUMN=VALUE.');
  const typed = set
    .map(pair)
    .map(([name, value]): [string, Cell] => [name, cellFromTyped(columnOf(columns, name), value)]);
  return {
    keep: 'merged',
    take: Object.fromEntries(take.map(pair).map(([name, side]) => [name, sideOf(side)])),
    set: Object.fromEntries([...typed, ...setNull.map((name): [string, Cell] => [name, null])]),
  };
}

function pair(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at <= 0) throw wrongUse(`“${text}” is not COLUMN=VALUE.`);
  return [text.slice(0, at), text.slice(at + 1)];
}

function sideOf(text: string): Side {
  if (text === 'mine' || text === 'theirs' || text === 'base') return text;
  throw wrongUse(`“${text}” is no side: mine, theirs or base.`);
}

function columnOf(columns: readonly Column[], name: string): Column {
  const column = columns.find((item) => item.name === name);
  if (column) return column;
  throw new ConcordError('column-unknown', {
    table: 'of this conflict',
    column: name,
    columns: columns.map((item) => item.name).join(', '),
  });
}

function numberOf(text: string): number {
  if (!/^\d+$/.test(text)) throw wrongUse(`“${text}” is no conflict number.`);
  return Number(text);
}

function stateFilter(state: string | undefined): Filter {
  if (state === undefined) return {};
  const known = entryStates.find((item) => item === state.toLowerCase());
  if (!known) throw wrongUse(`--state ${state}: allowed are ${entryStates.join(', ')}.`);
  return known === 'undecided' ? { tab: 'undecided' } : { state: known satisfies EntryState };
}

function entryLine(entry: Entry): string {
  return `${String(entry.no).padStart(5)} ${entry.state.padEnd(9)} ${tableWord(entry.table)} ${keyWords(entry.key)}: ${entry.type} (${entry.columns.join(', ')})`;
}

function entryText(entry: Entry): string {
  const { base, mine, theirs } = entry.versions;
  const cell = (record: Readonly<Record<string, Cell>> | null, name: string): string =>
    record === null ? '(no record)' : JSON.stringify(cellToJson(record[name] ?? null));
  const names = entry.columns.length > 0 ? entry.columns : Object.keys(mine ?? theirs ?? base ?? {});
  const lines = names.map(
    (name) => `  ${name}: base ${cell(base, name)}, mine ${cell(mine, name)}, theirs ${cell(theirs, name)}`,
  );
  return [entryLine(entry), ...lines].join('\n');
}
