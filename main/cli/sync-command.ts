// `concord sync`: one session, a line a phase, a summary with counts (CL-01).

import { existsSync } from 'node:fs';
import type { EndedSession } from '../agent/session.ts';
import type { App } from '../app.ts';
import { createEventPrinter } from './event-printer.ts';
import { openApp, type ReplicaOptions } from './open.ts';
import { exits, exitOf, tellProblem, wrongUse, type Terminal } from './terminal.ts';
import { discardReplica } from '../replica/discard.ts';
import { startFromCopy } from '../replica/from-copy.ts';
import { ConcordError, restoreProblem } from '../sync/problem.ts';
import type { SyncType } from '../sync/scope.ts';
import { parametersHash } from '../wire/hash.ts';
import { count, sessionWords, waitingWords } from './words.ts';

/** Options of `sync`. */
export interface SyncOptions extends ReplicaOptions {
  readonly type: SyncType;
  /** The hub's SQLite file, or a copy of it, that a new replica starts from. */
  readonly fromCopy?: string;
}

/** Runs one session and returns the exit code. Ctrl+C cancels it. */
export async function syncCommand(terminal: Terminal, options: SyncOptions): Promise<number> {
  if (options.fromCopy !== undefined) await startCopy(options, options.fromCopy);
  const isNew = !existsSync(options.replica);
  let succeeded = false;
  try {
    const app = await openApp(options);
    try {
      assertKnownScopes(app, options);
      const session = await runSession(terminal, app, options);
      succeeded = session.result === 'done';
      return await tellSession(terminal, app, session);
    } finally {
      await app.close();
    }
  } finally {
    if (isNew && !succeeded) discardReplica(options.replica);
  }
}

/** M9: the rows are brought by the file, the session brings what came since. */
function startCopy({ replica, hub, scope, param }: SyncOptions, source: string): Promise<void> {
  if (hub === undefined) throw wrongUse('--from-copy needs --hub: the address at which that database is served.');
  if (param) throw wrongUse('--from-copy brings every row, it does not go with --param.');
  if (!existsSync(source)) throw new ConcordError('replica-missing', { file: source });
  const hash = parametersHash([]);
  return startFromCopy({ source, file: replica, scope: scope ?? 'DefaultScope', hub, hash, at: new Date() });
}

/** A mistyped name would make a first session of what was meant to go on. */
function assertKnownScopes({ replica }: App, { from, scope }: SyncOptions): void {
  if (from === undefined) return;
  if (scope === undefined) throw wrongUse('--from needs --scope: the scope that stands in for these.');
  const known = [...new Set(replica.scopes().map(({ name }) => name))];
  const isKnown = (name: string): boolean => known.some((item) => item.toLowerCase() === name.toLowerCase());
  const names = from.split(',').map((name) => name.trim());
  // Once it has moved the same words are true still.
  const strange = isKnown(scope) ? undefined : names.find((name) => !isKnown(name));
  if (strange !== undefined)
    throw wrongUse(`--from ${strange}: this replica has ${known.join(', ') || 'no scope yet'}.`);
}

async function runSession(terminal: Terminal, app: App, options: SyncOptions): Promise<EndedSession> {
  const stopped = new AbortController();
  const stop = (): void => {
    stopped.abort();
    app.agent.cancel();
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  const printer = terminal.json ? null : createEventPrinter(app.log, (line) => terminal.say(line));
  try {
    // A hub that is slow to count does not hold the session up for long.
    const rows = await app.estimate(AbortSignal.any([stopped.signal, AbortSignal.timeout(3000)]));
    if (stopped.signal.aborted) throw new ConcordError('cancelled');
    if (rows !== null) terminal.say(`The hub has about ${count(rows, 'row')} for this replica.`);
    return await app.agent.sync({ type: options.type, trigger: 'by-hand', outdatedAction: 'ask' });
  } finally {
    printer?.flush();
    printer?.close();
    process.removeListener('SIGINT', stop).removeListener('SIGTERM', stop);
  }
}

async function tellSession(
  terminal: Terminal,
  app: App,
  session: Awaited<ReturnType<App['agent']['sync']>>,
): Promise<number> {
  if (session.problem) {
    tellProblem(terminal, restoreProblem(session.problem));
    return session.result === 'cancelled' ? exits.cancelled : exitOf(session.problem.code);
  }
  const status = await app.handlers['status.read']({});
  const words = sessionWords(session, status);
  const { summary } = session;
  const lines = [
    `Session ${session.no}, ${summary.mode}: sent ${count(summary.uploaded, 'row')}, received ${count(summary.downloaded, 'row')} in ${Math.round(summary.ms)} ms.`,
    `Written here ${summary.appliedHere}, on the hub ${summary.appliedHub}; failed here ${summary.failedHere}, on the hub ${summary.failedHub}.`,
    `${count(summary.conflicts, 'conflict')} raised, ${status.undecided} undecided; ${waitingWords(status.waiting)} waiting.`,
  ];
  terminal.result(words, lines.join('\n'));
  if (summary.policy === 'client-wins') {
    terminal.say('concord: this hub overwrites conflicts by itself; the values that gave way there are not kept here.');
  }
  for (const short of summary.short) {
    terminal.say(
      `concord: the hub accounts for ${short.accounted} of ${short.sent} rows of ${short.table.name}; they are sent again.`,
    );
  }
  if (status.openErrors + status.parked > 0) return exits.errors;
  return status.undecided > 0 ? exits.undecided : exits.done;
}
