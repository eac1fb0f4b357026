// What happens at this process of the hub now: calls, rows, the tables that take longest, sessions as they end (HB-09). In
// memory, of the last minutes only; the log keeps what is to be kept.

import { tableKey, type TableName } from '../sync/schema.ts';
import type { HubEvent } from './events.ts';
import { codeOf } from './metrics.ts';

/** Rows of a table that were written for a client, or read for one, and how long that took. */
export interface TableWork {
  readonly table: TableName;
  readonly way: 'received' | 'sent';
  readonly rows: number;
  readonly ms: number;
}

/** A session that has ended, or a call that failed. `at` is an ISO instant. */
export type FeedLine =
  | {
      readonly kind: 'session';
      readonly at: string;
      readonly scope: string;
      readonly client: string | null;
      readonly person: string | null;
      readonly device: string | null;
      readonly ms: number;
      readonly received: number;
      readonly sent: number;
      readonly conflicts: number;
      readonly refused: number;
      readonly isGood: boolean;
    }
  | { readonly kind: 'failure'; readonly at: string; readonly code: string; readonly reference: string | null };

/** A table with what it took. */
export interface TableLoad extends Omit<TableWork, 'way'> {
  readonly received: number;
  readonly sent: number;
}

/** What is told of the present. */
export interface FeedNow {
  /** A second, over the last ten. */
  readonly rates: { readonly calls: number; readonly received: number; readonly sent: number };
  /** Calls that wait for their answer. */
  readonly waiting: number;
  /** The tables that took longest in the last ten minutes, the longest first. */
  readonly tables: readonly TableLoad[];
  /** Newest first. */
  readonly lines: readonly FeedLine[];
}

/** The feed. */
export interface HubFeed {
  event(event: HubEvent): void;
  worked(work: TableWork): void;
  /** A call of a session has begun; the answer is the way to say that it has ended. */
  called(): () => void;
  read(): FeedNow;
}

const rateSeconds = 10;
const loadMinutes = 10;
const mostLines = 100;
const mostTables = 5;
/** Sessions whose end was never heard of are forgotten beyond so many. */
const mostOpen = 5000;

/** An empty feed; `now` in milliseconds. */
export function createHubFeed(now: () => number): HubFeed {
  const seconds = createBuckets(1000, rateSeconds, now, () => ({ calls: 0, received: 0, sent: 0 }));
  const minutes = createBuckets(60_000, loadMinutes, now, () => new Map<string, TableLoad>());
  const lines = createLines(now);
  let waiting = 0;
  return {
    event: lines.event,
    worked(work) {
      const { table, way, rows, ms } = work;
      seconds.current()[way] += rows;
      const loads = minutes.current();
      const key = tableKey(table);
      const { name, schema } = table;
      loads.set(key, sum(loads.get(key), { table: { name, schema }, rows, ms, received: 0, sent: 0, [way]: rows }));
    },
    called() {
      waiting++;
      seconds.current().calls++;
      let isOpen = true;
      return () => {
        if (isOpen) waiting--;
        isOpen = false;
      };
    },
    read() {
      const total = { calls: 0, received: 0, sent: 0 };
      for (const { calls, received, sent } of seconds.list()) {
        total.calls += calls;
        total.received += received;
        total.sent += sent;
      }
      const rate = (number: number): number => Math.round((number / rateSeconds) * 10) / 10;
      return {
        rates: { calls: rate(total.calls), received: rate(total.received), sent: rate(total.sent) },
        waiting,
        tables: slowest(minutes.list()),
        lines: lines.list(),
      };
    },
  };
}

function slowest(minutes: readonly ReadonlyMap<string, TableLoad>[]): readonly TableLoad[] {
  const loads = new Map<string, TableLoad>();
  for (const minute of minutes) for (const [key, load] of minute) loads.set(key, sum(loads.get(key), load));
  return [...loads.values()].toSorted((a, b) => b.ms - a.ms).slice(0, mostTables);
}

function sum(before: TableLoad | undefined, more: TableLoad): TableLoad {
  if (!before) return more;
  const { table, rows, ms, received, sent } = before;
  return {
    table,
    rows: rows + more.rows,
    ms: ms + more.ms,
    received: received + more.received,
    sent: sent + more.sent,
  };
}

interface Buckets<T> {
  current(): T;
  list(): readonly T[];
}

/** The present span of time and those before it that still count. */
function createBuckets<T>(spanMs: number, most: number, now: () => number, make: () => T): Buckets<T> {
  const buckets = new Map<number, T>();
  const drop = (): number => {
    const at = Math.floor(now() / spanMs);
    for (const old of buckets.keys()) if (old <= at - most) buckets.delete(old);
    return at;
  };
  return {
    current() {
      const at = drop();
      const bucket = buckets.get(at) ?? make();
      buckets.set(at, bucket);
      return bucket;
    },
    list() {
      drop();
      return [...buckets.values()];
    },
  };
}

type SessionLine = Extract<FeedLine, { kind: 'session' }>;
type Open = Omit<SessionLine, 'kind' | 'at' | 'ms' | 'isGood'> & { readonly since: number };

function createLines(now: () => number): { event(event: HubEvent): void; list(): readonly FeedLine[] } {
  const open = new Map<string, Open>();
  const lines: FeedLine[] = [];
  const add = (line: FeedLine): void => {
    lines.unshift(line);
    lines.length = Math.min(lines.length, mostLines);
  };
  const at = (): string => new Date(now()).toISOString();
  return {
    list: () => [...lines],
    event(event) {
      if (event.kind === 'opened') {
        const known = { client: null, person: null, device: null, received: 0, sent: 0, conflicts: 0, refused: 0 };
        if (!open.has(event.session)) open.set(event.session, { scope: event.scope, since: now(), ...known });
        const [oldest] = open.keys();
        if (oldest !== undefined && open.size > mostOpen) open.delete(oldest);
      } else if (event.kind === 'exchanged') {
        const before = open.get(event.session);
        if (before) open.set(event.session, exchanged(before, event));
      } else if (event.kind === 'ended') {
        const session = open.get(event.session);
        if (!session) return;
        open.delete(event.session);
        const { since, ...line } = session;
        add({ kind: 'session', at: at(), ms: Math.round(now() - since), isGood: event.error === null, ...line });
      } else if (event.kind === 'lost') {
        open.delete(event.session);
      } else if (event.kind === 'failed') {
        add({ kind: 'failure', at: at(), code: codeOf(event.thrown), reference: event.reference });
      }
    },
  };
}

/** A session may have several exchanges. */
function exchanged(before: Open, event: Extract<HubEvent, { kind: 'exchanged' }>): Open {
  const { client, person, device, applied, selected } = event;
  return {
    ...before,
    client,
    person,
    device,
    received: before.received + (applied[0]?.received ?? 0),
    sent: selected.reduce((total, { upserts, deletes }) => total + upserts + deletes, before.sent),
    conflicts: applied.reduce((total, { resolved }) => total + resolved, before.conflicts),
    refused: applied.reduce((total, { failed }) => total + failed, before.refused),
  };
}
