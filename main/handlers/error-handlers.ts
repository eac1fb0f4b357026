// The sync errors for the window: listed, opened, tried again, corrected, cleaned up (ER-01…ER-10, ER-15).

import type { EndedSession } from '../agent/session.ts';
import { nameColumnOf } from '../data/links.ts';
import { linkNames } from '../data/look-up.ts';
import { lineText } from '../errors/list.ts';
import { requestOf, type ErrorEntry } from '../errors/entry.ts';
import type { ErrorFilter } from '../errors/filter.ts';
import type { MadeReady } from '../errors/retry.ts';
import { interruptedSessions } from '../replica/interrupted.ts';
import { readBase } from '../replica/record-store.ts';
import type { TrackedTable } from '../replica/tracked-table.ts';
import { recordFromJson, recordToJson, type CellRecord } from '../sync/cell.ts';
import type { RecordName } from '../sync/inbox.ts';
import { problemFrom, problemTable, type Problem, type ProblemCode } from '../sync/problem.ts';
import { fixerOf } from '../sync/row-error.ts';
import { tableKey } from '../sync/schema.ts';
import { failureOf } from '../sync/telemetry.ts';
import type { CallOutput, CheckedInput, Handlers } from '../window/contract.ts';
import { cleanUp } from './error-clean-up.ts';
import { jsonRecord, trackedTable, typedRecord, windowColumns } from './columns.ts';
import { problemOf } from './feed-handlers.ts';
import { rememberLinks } from './remember-links.ts';
import type { Rooms } from './rooms.ts';

type Names = Extract<keyof Handlers, `errors.${string}`>;
type Line = CallOutput<'errors.list'>['errors'][number];
type Detail = CallOutput<'errors.get'>;
type Retried = CallOutput<'errors.retry'>;

const told = { results: 1000, waiting: 100 };
const dayMs = 86_400_000;

/** `errors.*`. */
export function errorHandlers(rooms: Rooms): Pick<Handlers, Names> {
  const { errors, replica, config, now } = rooms;
  const links = rememberLinks(rooms);
  const before = (days: number | null): string | null =>
    days === null ? null : new Date(now().getTime() - days * dayMs).toISOString();
  return {
    'errors.list'({ limit, offset, ...given }) {
      const filter = filterOf(given);
      const { states, table } = filter;
      const { open, parked, resolved } = errors.counts();
      return {
        errors: errors.list(filter, { limit, offset }).map((entry) => lineOf(rooms, entry)),
        shown: errors.count(filter),
        total: errors.count({ ...(states && { states }), ...(table && { table }) }),
        types: errors.types(filter),
        counts: { open, parked, resolved, interrupted: interruptedSessions(replica.reader).length },
        newest: errors.newest(),
      };
    },
    'errors.get'({ no }) {
      const entry = errors.get(no);
      const table = replica.tables().get(tableKey(entry.table));
      return detailOf(rooms, entry, {
        table,
        names: (row) => (table ? linkNames(replica.reader, links(table), row) : {}),
      });
    },
    'errors.interrupted': () => ({
      sessions: interruptedSessions(replica.reader).map(({ code, message, ...session }) => ({
        ...session,
        problem: problemOf({ code, message, details: null }),
      })),
    }),
    async 'errors.retry'({ numbers, filter }) {
      const wanted = numbers ?? errors.numbers({ states: ['open', 'parked'], ...(filter && filterOf(filter)) });
      return retried(rooms, await replica.writeAs(config.user, () => errors.makeReady(wanted, config.user)));
    },
    async 'errors.edit'({ no, set, retry }) {
      const entry = errors.get(no);
      const typed = typedRecord(trackedTable(replica.tables(), entry.table), set);
      await replica.writeAs(config.user, () => errors.correct({ no, set: typed, who: config.user }));
      return retry ? retried(rooms, { ready: [no], stays: new Map() }) : nothingTried;
    },
    'errors.countClean': ({ days }) => errors.countCleanUp(before(days)),
    'errors.clean': ({ days, unresolved, expected }) => cleanUp(rooms, { before: before(days), unresolved, expected }),
  };
}

type Given = Omit<CheckedInput<'errors.list'>, 'limit' | 'offset'>;

/** Without the members that are not there. */
function filterOf({ states, type, table, session, text, upTo, order }: Given): ErrorFilter {
  return {
    ...(states && { states }),
    ...(type && { type }),
    ...(table && { table }),
    ...(session !== undefined && { session }),
    ...(text !== undefined && { text }),
    ...(upTo !== undefined && { upTo }),
    ...(order && { order }),
  };
}

/** The session of a retry, and what it did with each entry (ER-04). A session that runs already is waited for. */
async function retried(rooms: Rooms, { ready, stays }: MadeReady): Promise<Retried> {
  const { agent, errors, inbox, bell } = rooms;
  if (ready.length === 0) return nothingTried;
  const openFor = (entry: ErrorEntry): number | null => openConflict({ errors, inbox }, entry);
  // What was taken back may be settled without the hub: nothing of it goes, or a person must decide first.
  if (ready.every((no) => stays.has(no) || errors.get(no).state === 'resolved')) {
    bell.ring('errors', 'conflicts', 'status', 'data');
    const told = { session: null, failure: null, stays, openFor };
    return { ...counted(errors.results(ready, told)), session: null, problem: null };
  }
  const request = { type: 'normal', trigger: 'retry', outdatedAction: 'ask' } as const;
  let ended: EndedSession | null = null;
  let problem: Problem | null = null;
  try {
    // What runs has chosen its rows already.
    if (agent.state().progress) await agent.sync(request).catch(() => undefined);
    ended = await agent.sync(request);
    problem = ended.problem;
  } catch (thrown) {
    problem = problemFrom(thrown);
  }
  bell.ring('errors');
  const session = ended?.no ?? null;
  const failure = problem?.message ?? null;
  return { ...counted(errors.results(ready, { session, failure, stays, openFor })), session, problem };
}

const nothingTried: Retried = {
  session: null,
  problem: null,
  counts: { accepted: 0, failedAgain: 0, conflict: 0, notTried: 0 },
  results: [],
};

function counted(results: ReturnType<Rooms['errors']['results']>): Pick<Retried, 'counts' | 'results'> {
  const of = (word: (typeof results)[number]['result']): number =>
    results.filter(({ result }) => result === word).length;
  return {
    counts: {
      accepted: of('accepted'),
      failedAgain: of('failed-again'),
      conflict: of('conflict'),
      notTried: of('not-tried'),
    },
    results: results.slice(0, told.results),
  };
}

function openConflict({ errors, inbox }: Pick<Rooms, 'errors' | 'inbox'>, entry: ErrorEntry): number | null {
  return inbox.openFor(errors.record(entry));
}

function lineOf({ errors, replica }: Rooms, entry: ErrorEntry): Line {
  const table = replica.tables().get(tableKey(entry.table));
  const { no, key, side, kind, action, code, message, type, cause, column, state, outcome, tries } = entry;
  return {
    no,
    table: entry.table,
    key,
    name: nameIn(table, entry),
    side,
    kind,
    action,
    actionData: lineText(entry.changed),
    requestData: lineText(requestOf(entry)),
    code,
    errorCode: failureOf(problemCode(code)).errorCode,
    message,
    type,
    cause,
    column,
    owner: entry.who,
    fixer: fixerOf(cause, side),
    state,
    outcome,
    tries,
    firstAt: entry.firstAt,
    lastAt: entry.lastAt,
    takenBackAt: entry.takenBackAt,
    behind: state === 'resolved' ? 0 : errors.behind(entry).length,
  };
}

interface Facts {
  readonly table: TrackedTable | undefined;
  names(row: CellRecord): Record<string, string>;
}

function detailOf(rooms: Rooms, entry: ErrorEntry, { table, names }: Facts): Detail {
  const { errors, replica, inbox } = rooms;
  const record = errors.record(entry);
  const columns = table?.columns ?? [];
  const present = table ? replica.records.read(record) : null;
  const base = table ? readBase(replica.reader, table, record.key) : null;
  const isTakenBack = entry.takenBackAt !== null;
  const standing = entry.side === 'hub' && !isTakenBack ? base : present;
  const behind = entry.state === 'resolved' ? [] : errors.behind(entry);
  const wanted = entry.row && recordFromJson(entry.row, columns);
  return {
    ...lineOf(rooms, entry),
    actionData: entry.changed === null ? '' : JSON.stringify(entry.changed, null, 2),
    requestData: JSON.stringify(requestOf(entry), null, 2),
    failureType: failureOf(problemCode(entry.code)).failureType,
    session: entry.session,
    firstSession: entry.firstSession,
    resolvedAt: entry.resolvedAt,
    madeAt: entry.madeAt,
    wanted: jsonRecord(wanted),
    changed: entry.changed === null ? [] : Object.keys(entry.changed),
    standing: jsonRecord(standing),
    isStandingKnown: entry.side === 'here' || isTakenBack || standing !== null || entry.action === 'insert',
    present: jsonRecord(present),
    tableColumns: table ? windowColumns(replica.reader, table, replica.tables().values()) : [],
    wantedNames: wanted ? names(wanted) : {},
    canEdit: table !== undefined && entry.side === 'hub' && entry.row !== null && entry.state !== 'resolved',
    waiting: behind.slice(0, told.waiting).map((child) => waitingOf(rooms, child)),
    conflict: inbox.openFor(record),
    history: errors.history(entry.no).map(({ at, what, who, message, row }) => ({
      at,
      what,
      who,
      message,
      row: row as Detail['history'][number]['row'],
    })),
  };
}

function waitingOf({ replica }: Rooms, child: RecordName): Detail['waiting'][number] {
  const table = replica.tables().get(tableKey(child.table));
  const row = replica.records.read(child);
  const name = table && row ? row[nameColumnOf(table) ?? ''] : null;
  return { table: child.table, key: recordToJson(child.key), name: typeof name === 'string' ? name : null };
}

function nameIn(table: TrackedTable | undefined, { row }: ErrorEntry): string | null {
  const name = table && nameColumnOf(table);
  const cell = name == null ? null : (row?.[name] ?? null);
  return typeof cell === 'string' ? cell : null;
}

function problemCode(code: string): ProblemCode {
  return Object.hasOwn(problemTable, code) ? (code as ProblemCode) : 'row-refused';
}
