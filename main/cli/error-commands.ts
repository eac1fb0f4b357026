// `concord errors`: list, show, retry, clean – the same calls as the window's (CL-02, ER-01…ER-10).

import type { App } from '../app.ts';
import { requestOf } from '../errors/entry.ts';
import type { ProblemCode } from '../sync/problem.ts';
import { rowErrorTypes } from '../sync/row-error.ts';
import { refusalPolicies } from '../sync/taken-back.ts';
import type { CallInput, CallOutput } from '../window/contract.ts';
import { confirm } from './confirm.ts';
import { withApp, type ReplicaOptions } from './open.ts';
import { exits, exitOf, wrongUse, type Terminal } from './terminal.ts';
import { count, tableWord } from './words.ts';

/** What narrows `errors list` and `errors retry --all`. */
export interface ListOptions extends ReplicaOptions {
  readonly state?: string;
  readonly type?: string;
  readonly table?: string;
}

/** Options of `errors retry`. */
export interface RetryOptions extends ListOptions {
  readonly ids: readonly string[];
  readonly all?: boolean;
}

/** Options of `errors refused`. */
export interface RefusedOptions extends ReplicaOptions {
  /** What to choose; without it, what was chosen is told. */
  readonly what?: string;
  readonly table?: string;
}

/** Options of `errors clean`. */
export interface CleanOptions extends ReplicaOptions {
  readonly olderThan?: string;
  readonly all?: boolean;
  readonly unresolved?: boolean;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

type Line = CallOutput<'errors.list'>['errors'][number];
type Filter = Omit<CallInput<'errors.list'>, 'limit' | 'offset'>;

const pageSize = 500;

/** `errors list`: a line an entry, all pages. */
export function listCommand(terminal: Terminal, options: ListOptions): Promise<number> {
  return withApp(options, async (app) => {
    const filter = filterOf(app, options);
    for (let offset = 0; ; offset += pageSize) {
      const { errors } = await app.handlers['errors.list']({ ...filter, limit: pageSize, offset });
      for (const line of errors) terminal.result(wordsOf(app, line), lineText(line));
      if (errors.length < pageSize) return exits.done;
    }
  });
}

/** `errors show ID`: one entry whole. */
export function showCommand(terminal: Terminal, options: ReplicaOptions & { id: string }): Promise<number> {
  return withApp(options, async (app) => {
    const found = await app.handlers['errors.get']({ no: numberOf(options.id) });
    const { waiting, history, wanted, standing, conflict } = found;
    const words = {
      ...wordsOf(app, found),
      wanted,
      standing,
      conflict,
      waiting: waiting.map(({ table, key }) => ({ table: tableWord(table), key })),
      history,
    };
    const lines = [
      lineText(found),
      `  wanted: ${JSON.stringify(wanted)}`,
      `  standing: ${JSON.stringify(standing)}`,
      `  ${count(found.behind, 'change')} behind it; session ${found.session}; code ${found.errorCode} ${found.code}`,
      ...history.map((step) => `  ${step.at} ${step.what} by ${step.who ?? 'nobody'}`),
    ];
    terminal.result(words, lines.join('\n'));
    return exits.done;
  });
}

/** `errors retry ID…` or `--all`. Ends with 1 if something failed again or was not tried. */
export function retryCommand(terminal: Terminal, options: RetryOptions): Promise<number> {
  if ((options.ids.length === 0) === !options.all) throw wrongUse('Name the errors to try again, or --all.');
  return withApp(options, async (app) => {
    const given = options.all ? { filter: filterOf(app, options) } : { numbers: options.ids.map(numberOf) };
    const { session, problem, counts, results } = await app.handlers['errors.retry'](given);
    const { accepted, failedAgain, conflict, notTried } = counts;
    const words = { session, code: problem?.code ?? null, ...counts, results: results.map(resultWords) };
    const lines = [
      `accepted ${accepted} · failed again ${failedAgain} · now a conflict ${conflict} · not tried ${notTried}`,
      ...results.map((item) => `  ${item.no} ${item.result}${item.message === null ? '' : `: ${item.message}`}`),
    ];
    terminal.result(words, lines.join('\n'));
    if (problem) {
      terminal.say(`concord: ${problem.message} ${problem.cure} [${problem.code}]`);
      return exitOf(problem.code as ProblemCode);
    }
    return failedAgain + notTried > 0 ? exits.failed : exits.done;
  });
}

/** `errors clean`: tells the exact numbers first; unresolved ones only where they are named (ER-10). */
export function cleanCommand(terminal: Terminal, options: CleanOptions): Promise<number> {
  if ((options.olderThan === undefined) === !options.all) throw wrongUse('Say which: --older-than DAYS, or --all.');
  const days = options.olderThan === undefined ? null : daysOf(options.olderThan);
  return withApp(options, async (app) => {
    const { resolved, unresolved } = await app.handlers['errors.countClean']({ days });
    const also = options.unresolved ? unresolved : 0;
    if (options.dryRun) {
      terminal.result({ resolved, unresolved }, `${resolved} resolved, ${unresolved} unresolved`);
      return exits.done;
    }
    const more = also > 0 ? ` and ${also} unresolved, whose changes will not be sent` : '';
    if (!options.yes && !(await confirm(`Delete ${count(resolved, 'resolved error')}${more}? [y/N] `))) {
      terminal.say('Nothing was deleted.');
      return exits.failed;
    }
    const done = await app.handlers['errors.clean']({
      days,
      unresolved: options.unresolved ?? false,
      expected: resolved + also,
    });
    const kept = done.kept === 0 ? '' : `, ${done.kept} kept`;
    terminal.result(done, `deleted ${done.deleted}${kept}${done.file === null ? '' : `; back-up: ${done.file}`}`);
    return done.kept > 0 ? exits.failed : exits.done;
  });
}

/** `errors refused`: what happens here with changes that the hub refuses, told or chosen (ER-11). */
export function refusedCommand(terminal: Terminal, { what, ...options }: RefusedOptions): Promise<number> {
  const policy = what === 'as-all' ? null : refusalPolicies.find((item) => item === what);
  if (what !== undefined && policy === undefined) throw wrongUse(`${what}: allowed are keep, revert and as-all.`);
  if (policy === null && options.table === undefined) throw wrongUse('as-all is for one table: name it with --table.');
  return withApp(options, async (app) => {
    const { table = null } = filterOf(app, options);
    if (policy !== undefined) await app.handlers['settings.save']({ refused: { table, policy } });
    const { all, tables } = (await app.handlers['settings.read']({})).refused;
    const own = tables.map((item) => ({ table: tableWord(item.table), policy: item.policy }));
    const lines = [`all tables: ${all}`, ...own.map((item) => `${item.table}: ${item.policy}`)];
    terminal.result({ all, tables: own }, lines.join('\n'));
    return exits.done;
  });
}

function filterOf(app: App, { state, type, table }: ListOptions): Filter {
  const states = ['open', 'parked', 'resolved'] as const;
  const knownState = states.find((item) => item === state);
  const knownType = rowErrorTypes.find((item) => item === type);
  if (state !== undefined && !knownState) throw wrongUse(`--state ${state}: allowed are ${states.join(', ')}.`);
  if (type !== undefined && !knownType) throw wrongUse(`--type ${type}: allowed are ${rowErrorTypes.join(', ')}.`);
  const tables = [...app.replica.tables().values()].map(({ name }) => name);
  const knownTable = tables.find((name) => tableWord(name) === table);
  if (table !== undefined && !knownTable)
    throw wrongUse(`--table ${table}: the tables are ${tables.map(tableWord).join(', ')}.`);
  return {
    ...(knownState && { states: [knownState] }),
    ...(knownType && { type: knownType }),
    ...(knownTable && { table: knownTable }),
  };
}

/** The nine columns of ER-01 under their names in JSON, and what follows them. */
function wordsOf(app: App, line: Line): Record<string, unknown> {
  const entry = app.errors.get(line.no);
  return {
    id: line.no,
    time: line.lastAt,
    message: line.message,
    type: line.type,
    table: tableWord(line.table),
    key: line.key,
    record: line.name,
    owner: line.owner,
    action: line.action,
    actionData: entry.changed,
    requestData: requestOf(entry),
    errorCode: line.errorCode,
    code: line.code,
    state: line.state,
    outcome: line.outcome,
    tries: line.tries,
    side: line.side,
    cause: line.cause,
    column: line.column,
    fixer: line.fixer,
    behind: line.behind,
    since: line.firstAt,
    takenBack: line.takenBackAt,
  };
}

function lineText(line: Line): string {
  const where = line.side === 'hub' ? 'on the hub' : 'here';
  return `${String(line.no).padStart(5)} ${line.state.padEnd(8)} ${line.lastAt} ${tableWord(line.table)} ${Object.values(line.key).map(String).join(', ')}: ${line.action} ${where} failed, ${line.message} (${count(line.tries, 'try').replace(/trys$/, 'tries')}${line.takenBackAt === null ? '' : ', taken back here'})`;
}

function resultWords(item: CallOutput<'errors.retry'>['results'][number]): Record<string, unknown> {
  const { no, table, key, result, message, conflict } = item;
  return { id: no, table: tableWord(table), key, result, message, conflict };
}

function numberOf(text: string): number {
  if (!/^\d+$/.test(text)) throw wrongUse(`“${text}” is no number of an error.`);
  return Number(text);
}

function daysOf(text: string): number {
  const days = /^\d+$/.test(text) ? Number(text) : 0;
  if (days < 1 || days > 3650) throw wrongUse(`--older-than ${text}: 1 to 3650 days are allowed.`);
  return days;
}
