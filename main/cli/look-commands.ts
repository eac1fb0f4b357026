// Commands that only look: status, pending, sessions, watch (CL-02).

import { recordFromJson } from '../sync/cell.ts';
import { listLines } from '../replica/session-lines.ts';
import { listWaiting } from '../replica/pending.ts';
import { listRemovals } from '../replica/removed.ts';
import { sessionLine } from '../handlers/feed-handlers.ts';
import { createEventPrinter, eventLine } from './event-printer.ts';
import { ended } from './ended.ts';
import { withApp, type ReplicaOptions } from './open.ts';
import { exits, type Terminal } from './terminal.ts';
import { count, keyWords, pendingWords, tableWord, waitingWords } from './words.ts';

/** `concord status`. */
export function statusCommand(terminal: Terminal, options: ReplicaOptions): Promise<number> {
  return withApp(options, async (app) => {
    const status = await app.handlers['status.read']({});
    const { lastSession } = status;
    const words = {
      hub: status.hub,
      scope: status.scope,
      state: `${status.connectivity}/${status.condition}`,
      waiting: status.waiting,
      undecided: status.undecided,
      decided: status.decided,
      errors: status.openErrors + status.parked,
      notAdopted: status.notAdopted,
      lastSession: lastSession && {
        session: lastSession.no,
        mode: lastSession.mode,
        result: lastSession.result,
        started: lastSession.started,
        ended: lastSession.ended,
        code: lastSession.problem?.code ?? null,
      },
      tables: status.tables.map((table) => ({
        table: tableWord(table.table),
        rows: table.rows,
        waiting: table.waiting,
        conflicts: table.conflicts,
      })),
    };
    const lines = [
      `${status.connectivity.replaceAll('-', ' ')} · ${status.condition.replaceAll('-', ' ')}`,
      `hub ${status.hub ?? 'none'}, scope ${status.scope ?? 'none'}`,
      `${waitingWords(status.waiting)} waiting, ${count(status.undecided, 'conflict')} undecided, ${status.decided} decided, ${count(words.errors, 'error')}`,
      ...(status.notAdopted === 0
        ? []
        : [
            `${count(status.notAdopted, 'record')} here that the hub has never had and that are not sent: concord adopt sends them`,
          ]),
      ...status.tables.map(
        (table) =>
          `  ${tableWord(table.table).padEnd(24)} ${String(table.rows).padStart(9)} rows, ${waitingWords(table.waiting)} waiting, ${count(table.conflicts, 'conflict')}`,
      ),
    ];
    terminal.result(words, lines.join('\n'));
    return exits.done;
  });
}

/** `concord pending`: a line a record, page by page. */
export function pendingCommand(terminal: Terminal, options: ReplicaOptions): Promise<number> {
  return withApp(options, (app) => {
    for (const table of app.replica.tables().values()) {
      for (let offset = 0; ; offset += 500) {
        const items = listWaiting(app.replica.reader, table, { limit: 500, offset });
        for (const item of items) {
          const changes = item.columns.map(({ column }) => column).join(', ');
          terminal.result(
            pendingWords(item),
            `${tableWord(item.table)} ${keyWords(item.key)}: ${item.operation}${item.operation === 'update' ? ` of ${changes}` : ''}`,
          );
        }
        if (items.length < 500) break;
      }
    }
    return exits.done;
  });
}

/** `concord removed`: records that left the filter, newest first (PR-06). */
export function removedCommand(terminal: Terminal, options: ReplicaOptions): Promise<number> {
  return withApp(options, ({ replica: { reader } }) => {
    for (let offset = 0; ; offset += 500) {
      const removals = listRemovals(reader, {}, { limit: 500, offset });
      for (const { at, session, table, key, condition, row } of removals) {
        terminal.result(
          { at, session, table: tableWord(table), key, condition, row },
          `${at.slice(0, 19).replace('T', ' ')} session ${session}: ${tableWord(table)} ${keyWords(recordFromJson(key, []))} left ${condition ?? 'a filter that is not known here'}`,
        );
      }
      if (removals.length < 500) return exits.done;
    }
  });
}

/** `concord sessions`: newest first. */
export function sessionsCommand(terminal: Terminal, options: ReplicaOptions & { limit: number }): Promise<number> {
  return withApp(options, (app) => {
    const { reader } = app.replica;
    for (const row of listLines(reader, {}, { limit: options.limit })) {
      const line = sessionLine(reader, row);
      const { no, problem, uploaded, downloaded, ...rest } = line;
      const words = { session: no, ...rest, uploaded, downloaded, code: problem?.code ?? null };
      const counts = `sent ${uploaded}, received ${downloaded}, conflicts ${line.conflicts}, failed ${line.failed}`;
      terminal.result(
        words,
        `${String(no).padStart(5)} ${line.started} ${line.mode.padEnd(6)} ${line.result.padEnd(11)} ${counts}, ${Math.round(line.ms ?? 0)} ms`,
      );
    }
    return exits.done;
  });
}

/** `concord watch`: the feed, live, until Ctrl+C. */
export function watchCommand(terminal: Terminal, options: ReplicaOptions): Promise<number> {
  const end = ended();
  return withApp(options, async (app) => {
    const form = terminal.json ? JSON.stringify : eventLine;
    const printer = createEventPrinter(app.log, (line) => void process.stdout.write(`${line}\n`), form);
    terminal.say(`Watching ${options.replica} until Ctrl+C.`);
    await end;
    printer.flush();
    printer.close();
    return exits.done;
  });
}
