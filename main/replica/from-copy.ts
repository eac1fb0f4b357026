// A new replica from its hub's own SQLite file, or a copy of it: the rows are here already, so only what came since is still to
// be heard (R-165, M9).

import { existsSync, rmSync } from 'node:fs';
import { basename } from 'node:path';
import { ConcordError } from '../sync/problem.ts';
import type { Schema, Setup } from '../sync/schema.ts';
import type { Scope } from '../sync/scope.ts';
import { openReader, openWriter, type Reader, type Writer } from '../sqlite/database.ts';
import { dropOwn } from '../sqlite/drop-own.ts';
import { hasTable } from '../sqlite/introspect.ts';
import { writeTransaction } from '../sqlite/transaction.ts';
import { meta, migrateReplica } from './layout.ts';
import { provision } from './provision.ts';
import { rememberScope, saveAgreement } from './scopes.ts';
import { saveSetting } from './settings.ts';
import { tick } from './tracking-sql.ts';

/** What a replica starts from. */
export interface CopyStart {
  /** The hub's file or a copy of it; it is only read. */
  readonly source: string;
  /** The replica to be; there must be no such file. */
  readonly file: string;
  readonly scope: string;
  /** The hub's address. */
  readonly hub: string;
  /** Hash of no parameters (W-58). */
  readonly hash: string;
  readonly at: Date;
}

/**
 * Makes the replica. Throws `file-taken`, `copy-unsuitable` where the source is no hub's file or its scope has filters, or
 * `scope-unknown`; then nothing is left behind.
 */
export async function startFromCopy(start: CopyStart): Promise<void> {
  const { source, file } = start;
  if (existsSync(file)) throw new ConcordError('file-taken', { file });
  const reader = openReader(source);
  try {
    assertHub(reader);
  } finally {
    reader.close();
  }
  try {
    await make(start);
  } catch (thrown) {
    for (const part of ['', '-wal', '-shm']) rmSync(`${file}${part}`, { force: true });
    throw thrown;
  }
}

async function make(start: CopyStart): Promise<void> {
  const hub = openWriter(start.source);
  try {
    // One moment of the file, whoever writes to it meanwhile.
    hub.run(`vacuum into ?`, start.file);
  } finally {
    hub.close();
  }
  const db = openWriter(start.file);
  try {
    await writeTransaction(db, () => become(db, start));
  } finally {
    db.close();
  }
}

function assertHub(reader: Reader): void {
  if (hasTable(reader, '_concord_meta') && meta(reader, 'role') === 'hub') return;
  throw new ConcordError('copy-unsuitable', { file: basename(reader.file), reason: 'it is no hub’s database' });
}

/** The hub's memory goes, the replica's begins at the hub's time of the copy. */
function become(db: Writer, { source, scope: name, hub, hash, at }: CopyStart): void {
  const scope = readScope(db, name);
  if (scope.setup.filters.length > 0)
    throw new ConcordError('copy-unsuitable', {
      file: basename(source),
      reason: `the scope ${scope.name} has filters`,
    });
  const hubTime = db.big(`select stamp from _concord_clock`) ?? 0n;
  const hubId = meta(db, 'id');
  dropOwn(db);
  migrateReplica(db);
  rememberScope(db, { name: scope.name, hub, hash, parameters: [] });
  // What stands in the tables is the hub's own, nothing of it waits.
  for (const table of provision(db, scope)) db.exec(`delete from ${table.entries}`);
  db.exec(tick);
  const lastSync = db.big(`select stamp from _concord_clock`) ?? 0n;
  saveAgreement(db, {
    scope,
    hash,
    policy: 'server-wins',
    lastSync,
    lastHubSync: hubTime,
    seal: null,
    at: at.toISOString(),
  });
  if (hubId !== null) saveSetting(db, 'hubId', hubId);
}

interface HubScopeRow {
  readonly name: string;
  readonly setup: string;
  readonly schema: string;
  readonly version: string;
  readonly cleaned: string | null;
}

function readScope(db: Reader, name: string): Scope {
  const row = db.get<HubScopeRow>(
    `select name, setup, schema, version, cast(cleaned_up_to as text) as cleaned from _concord_scope
     where name = ? collate nocase`,
    name,
  );
  if (!row) throw new ConcordError('scope-unknown', { scope: name });
  const { setup, schema, version, cleaned } = row;
  return {
    name: row.name,
    setup: JSON.parse(setup) as Setup,
    schema: JSON.parse(schema) as Schema,
    version,
    cleanedUpTo: cleaned === null ? null : BigInt(cleaned),
  };
}
