// One run of the app, its whole session of use: who, with what, on what (TL-02). Written with its first event.

import { readFileSync } from 'node:fs';
import { release, type as systemType } from 'node:os';
import { randomBytes } from 'node:crypto';
import type { Reader, Writer } from '../sqlite/database.ts';
import { clients, type ClientType } from '../sync/telemetry.ts';
import type { Words } from './words.ts';

/** Who runs the app, and which. */
export interface Identity {
  readonly user: string;
  readonly device: string;
  readonly client: ClientType;
  readonly version: string;
}

/** Somebody else's program, as a hub knows it. */
export interface Peer {
  /** Its device; null = not told. */
  readonly device: string | null;
  /** Name and version of the program; null = not told. */
  readonly flavor: string | null;
  readonly version: string | null;
}

/** A run as it is read back. */
export interface Run {
  /** 32 hexadecimal digits: a trace id. */
  readonly id: string;
  readonly user: string;
  readonly client: ClientType;
  readonly facts: RunFacts;
}

/** What is the same in all events of a run; of a hub's client little is known. */
export interface RunFacts {
  /** Absent = Concord. */
  readonly flavor?: string;
  readonly appVersion?: string;
  readonly deviceId?: string;
  readonly deviceMake?: string;
  readonly deviceModel?: string;
  readonly osName?: string;
  readonly osVersion?: string;
  readonly country?: string;
  readonly hostType?: string;
  readonly hostSubType?: string;
}

/** What is stored of a run. */
export interface NewRun {
  /** Null = not known. */
  readonly user: string | null;
  readonly client: ClientType;
  readonly facts: RunFacts;
}

/** Stores a new run and returns its number. The caller holds a write transaction. */
export function insertRun(db: Writer, words: Words, { user, client, facts }: NewRun): number {
  const { lastInsertRowid } = db.run(
    `insert into telemetry_run (id, user, client, facts) values (?, ?, ?, ?)`,
    randomBytes(16).toString('hex'),
    words.number(user),
    clients.indexOf(client),
    JSON.stringify(facts),
  );
  return Number(lastInsertRowid);
}

/** The runs of a log by number; each is read once. */
export function createRuns(reader: Reader, words: Words): (no: number) => Run {
  const known = new Map<number, Run>();
  return (no) => {
    const seen = known.get(no);
    if (seen) return seen;
    const row = reader.get<{ id: string; user: number; client: number; facts: string }>(
      `select id, user, client, facts from telemetry_run where no = ?`,
      no,
    );
    const run: Run = {
      id: row?.id ?? '0'.repeat(32),
      user: words.text(row?.user ?? 0) ?? '',
      client: clients[row?.client ?? 0] ?? 'desktop',
      facts: JSON.parse(row?.facts ?? '{}') as RunFacts,
    };
    if (row) known.set(no, run);
    return run;
  };
}

/** What this computer and its settings tell of themselves. */
export function factsOf({ device, version }: Pick<Identity, 'device' | 'version'>): RunFacts {
  const make = systemFile('sys_vendor');
  const model = systemFile('product_name');
  const country = new Intl.Locale(new Intl.DateTimeFormat().resolvedOptions().locale).region;
  return {
    appVersion: version,
    deviceId: device,
    ...(make !== null && { deviceMake: make }),
    ...(model !== null && { deviceModel: model }),
    osName: osNames[systemType()] ?? systemType(),
    osVersion: release(),
    ...(country !== undefined && { country }),
    hostType: process.versions['electron'] === undefined ? 'node' : 'electron',
    hostSubType: process.platform,
  };
}

/** What a hub knows of a client's program. */
export function factsOfPeer({ device, flavor, version }: Peer): RunFacts {
  return {
    ...(flavor !== null && { flavor }),
    ...(version !== null && { appVersion: version }),
    ...(device !== null && { deviceId: device }),
  };
}

const osNames: Readonly<Record<string, string>> = { Windows_NT: 'Windows', Darwin: 'macOS' };

/** Linux tells make and model in files; elsewhere only other programs could tell. */
function systemFile(name: string): string | null {
  if (process.platform !== 'linux') return null;
  try {
    return readFileSync(`/sys/class/dmi/id/${name}`, 'utf8').trim() || null;
  } catch {
    return null;
  }
}
