// The status of the replica: counts from the file itself, cached until the file or the agent changes (ST-02…ST-11).

import { hostname, networkInterfaces } from 'node:os';
import type { SessionSummary } from '../agent/session.ts';
import { countNotAdopted, countWaiting } from '../replica/pending.ts';
import { countRemovals } from '../replica/removed.ts';
import { getLine } from '../replica/session-lines.ts';
import { listSessions } from '../replica/sessions.ts';
import { readSetting } from '../replica/settings.ts';
import { tableKey } from '../sync/schema.ts';
import { conditionOf, lowStorage, tickReasons, type StatusFacts } from '../sync/status.ts';
import type { CallOutput, Handlers } from '../window/contract.ts';
import { progressOf, sessionLine } from './feed-handlers.ts';
import { freeSpace, storageUsed } from '../wiring/storage.ts';
import type { Rooms } from './rooms.ts';
import { version } from '../version.ts';

type Status = CallOutput<'status.read'>;

/** What the file says; read anew only when the file has changed. */
interface FileFacts {
  readonly tables: Status['tables'];
  readonly waiting: Status['waiting'];
  readonly notAdopted: number;
  readonly removed: number;
  readonly openErrors: number;
  readonly oldestError: string | null;
  readonly parked: number;
  readonly refused: Status['refused'];
  readonly inbox: ReturnType<Rooms['inbox']['counts']>;
  readonly lastSession: Status['lastSession'];
  readonly lastSuccess: string | null;
  readonly policy: string | null;
}

/** `app.describe`, `status.read`. */
export function statusHandlers(rooms: Rooms): Pick<Handlers, 'app.describe' | 'status.read'> {
  const { config, replica } = rooms;
  let cache: { version: number; tables: unknown; facts: FileFacts } | null = null;
  const facts = (): FileFacts => {
    const current = replica.reader.dataVersion();
    if (cache?.version !== current || cache.tables !== replica.tables()) {
      cache = { version: current, tables: replica.tables(), facts: readFacts(rooms) };
    }
    return cache.facts;
  };
  return {
    'app.describe': () => ({
      version,
      title: config.title ?? hostname(),
      file: replica.file,
      user: config.user,
      device: config.device,
      isDemo: config.isDemo ?? false,
      readOnly: config.readOnly ?? false,
      phase: 'open',
    }),
    'status.read': () => readStatus(rooms, facts()),
  };
}

function readStatus(rooms: Rooms, facts: FileFacts): Status {
  const { agent, replica, config } = rooms;
  const state = agent.state();
  const storage = storageUsed(replica.reader, config.freeSpace ?? freeSpace);
  const known = statusFacts(rooms, facts, storage.free);
  return {
    hub: config.hub ?? readSetting<string>(replica.reader, 'hub'),
    scope: config.scope ?? readSetting<string>(replica.reader, 'scope'),
    connectivity: state.connectivity,
    condition: conditionOf(known),
    reasons: [...tickReasons(known)],
    waiting: facts.waiting,
    undecided: facts.inbox.undecided,
    decided: facts.inbox.decided,
    openErrors: facts.openErrors,
    parked: known.parked,
    parkedErrors: facts.parked,
    refused: facts.refused,
    oldestUndecided: facts.inbox.oldestUndecided,
    oldestError: facts.oldestError,
    notAdopted: facts.notAdopted,
    removed: facts.removed,
    hubOverrules: facts.policy === 'client-wins',
    progress: progressOf(agent),
    lastSession: facts.lastSession,
    lastSuccess: facts.lastSuccess,
    next: { at: state.next.at?.toISOString() ?? null, reason: state.next.reason, tries: state.next.tries },
    contact: state.contact,
    network: networkOf(),
    offlineSince: state.settings.offlineSince,
    intervalMinutes: state.settings.interval === null ? null : state.settings.interval / 60_000,
    onChange: state.settings.onChange,
    tables: facts.tables.map((table) => ({ ...table, status: tableStatus(table, state.progress !== null, facts) })),
    storage: { ...storage },
  };
}

/** ST-06: a table whose first download has failed or was cancelled is not available until the next try runs. */
function tableStatus(
  { status }: Status['tables'][number],
  isRunning: boolean,
  { lastSession }: FileFacts,
): Status['tables'][number]['status'] {
  if (status !== 'initializing' || isRunning) return status;
  return lastSession !== null && lastSession.result !== 'done' ? 'not-available' : status;
}

function statusFacts({ agent, now }: Rooms, facts: FileFacts, free: number | null): StatusFacts {
  const { progress, settings } = agent.state();
  return {
    running: progress !== null,
    everSynchronised: facts.lastSuccess !== null,
    lastEnd: facts.lastSession === null || facts.lastSession.result === 'running' ? null : facts.lastSession.result,
    openErrors: facts.openErrors,
    parked: facts.parked + facts.inbox.parked,
    isDiskLow: free !== null && free < lowStorage,
    undecided: facts.inbox.undecided,
    waitingRecords: facts.waiting.records,
    sinceSuccess: facts.lastSuccess === null ? null : now().getTime() - Date.parse(facts.lastSuccess),
    interval: settings.interval,
  };
}

function readFacts(rooms: Rooms): FileFacts {
  const { replica, inbox, errors } = rooms;
  const { reader } = replica;
  const { open, parked, oldest } = errors.counts();
  const tables = tableLines(rooms);
  const [scope] = replica.scopes();
  const ended = listSessions(reader, { limit: 2 }).find((session) => session.result !== 'running');
  const line = ended && getLine(reader, ended.no);
  return {
    tables,
    waiting: tables.reduce(
      (sum, table) => ({ changes: sum.changes + table.waiting.changes, records: sum.records + table.waiting.records }),
      { changes: 0, records: 0 },
    ),
    notAdopted: [...replica.tables().values()].reduce((sum, table) => sum + countNotAdopted(reader, table), 0),
    removed: countRemovals(reader, {}),
    oldestError: oldest,
    openErrors: open,
    parked,
    refused: errors.refusals(rooms.config.user),
    inbox: inbox.counts(),
    lastSession: line ? sessionLine(reader, line) : null,
    lastSuccess: scope?.syncedAt ?? null,
    policy: scope?.policy ?? null,
  };
}

function tableLines({ replica, inbox, errors }: Rooms): Status['tables'] {
  const failed = new Map(errors.tables().map((item) => [tableKey(item.table), item.count]));
  const conflicts = new Map(inbox.byTable().map((item) => [tableKey(item.table), item.undecided]));
  const receipts = lastReceipts(replica.reader);
  const [scope] = replica.scopes();
  return [...replica.tables().values()].map((table) => {
    const name = tableKey(table.name);
    return {
      table: table.name,
      status: scope?.syncedAt == null ? 'initializing' : 'available',
      direction: table.direction,
      rows: Number(replica.reader.value(`select count(*) from ${table.base}`)),
      waiting: countWaiting(replica.reader, table),
      conflicts: conflicts.get(name) ?? 0,
      errors: failed.get(name) ?? 0,
      lastSync: scope?.syncedAt ?? null,
      lastChange: receipts.get(name) ?? null,
    };
  });
}

/** By table, the last session that brought rows, as far as the last 1,000 sessions tell. */
function lastReceipts(reader: Rooms['replica']['reader']): ReadonlyMap<string, Status['tables'][number]['lastChange']> {
  const sessions = reader.all<{ at: string; tables: string }>(
    `select coalesce(ended, started) as at, json_extract(summary, '$.tables') as tables
     from (select * from _concord_session order by no desc limit 1000)
     where json_extract(summary, '$.downloaded') > 0 order by no desc`,
  );
  const receipts = new Map<string, { at: string; rows: number }>();
  for (const { at, tables } of sessions) {
    for (const { table, received } of JSON.parse(tables) as SessionSummary['tables']) {
      const name = tableKey(table);
      if (received.total > 0 && !receipts.has(name)) receipts.set(name, { at, rows: received.total });
    }
  }
  return receipts;
}

/** ST-04: an adapter that leads out of this computer; an IPv4 address is what people know theirs by. */
function networkOf(): Status['network'] {
  const addresses = Object.entries(networkInterfaces()).flatMap(([adapter, list]) =>
    (list ?? []).filter(({ internal }) => !internal).map(({ address, family }) => ({ adapter, address, family })),
  );
  const best = addresses.find(({ family }) => family === 'IPv4') ?? addresses[0];
  return best ? { adapter: best.adapter, address: best.address } : null;
}
