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

/** A run as it is read back. */
export interface Run {
  /** 32 hexadecimal digits: a trace id. */
  readonly id: string;
  readonly user: string;
  readonly client: ClientType;
  readonly facts: RunFacts;
}

/** What is the same in all events of a run. */
export interface RunFacts {
  readonly appVersion: string;
  readonly deviceId: string;
  readonly deviceMake?: string;
  readonly deviceModel?: string;
  readonly osName: string;
  readonly osVersion: string;
  readonly country?: string;
  readonly hostType: string;
  readonly hostSubType: string;
}

/** Stores a new run and returns its number. The caller holds a write transaction. */
export function insertRun(db: Writer, words: Words, identity: Identity): number {
  const { lastInsertRowid } = db.run(
    `insert into telemetry_run (id, user, client, facts) values (?, ?, ?, ?)`,
    randomBytes(16).toString('hex'),
    words.number(identity.user),
    clients.indexOf(identity.client),
    JSON.stringify(factsOf(identity)),
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
