// `concord hub snapshot`: snapshots made, listed and deleted while the hub runs (HB-06).

import { listSnapshots, snapshotInfo, type SnapshotInfo } from '../hub/admin/snapshots.ts';
import { findScope } from '../hub/find-scope.ts';
import { deleteSnapshot, makeSnapshot } from '../hub/snapshots.ts';
import type { Parameter } from '../sync/scope.ts';
import { withHubStore } from './hub-store.ts';
import { hubWords } from './hub-words.ts';
import { identity } from './open.ts';
import { tableLines } from './table-lines.ts';
import { exits, wrongUse, type Terminal } from './terminal.ts';
import { count } from './words.ts';

type Options = Readonly<Record<string, unknown>>;

/** `hub snapshot create`. */
export async function createSnapshotCommand(terminal: Terminal, options: Options): Promise<number> {
  const order = {
    scope: typeof options['scope'] === 'string' ? options['scope'] : 'DefaultScope',
    parameters: parametersOf((options['param'] as readonly string[] | undefined) ?? []),
    batchKb: batchKbOf(String(options['batchKb'])),
    by: identity().user,
  };
  const { snapshot, unsent } = await withHubStore(options, async (store) => {
    const made = await makeSnapshot(store, order);
    const scope = findScope(store.scopes(), made.snapshot.scopeName);
    return { ...made, snapshot: snapshotInfo(made.snapshot, scope, true) };
  });
  if (unsent.stock > 0)
    terminal.say(`${count(unsent.stock, 'row')} cannot travel to .NET clients and are left out for them.`);
  terminal.result(
    wordsOf(snapshot),
    `Snapshot ${snapshot.no} of ${snapshot.scope}: ${count(snapshot.rows, 'row')}, ${sizeOf(snapshot)}.`,
  );
  return exits.done;
}

/** `hub snapshot list`. */
export async function listSnapshotsCommand(terminal: Terminal, options: Options): Promise<number> {
  const rows = await withHubStore(options, listSnapshots);
  const t = hubWords();
  if (terminal.json) for (const row of rows) terminal.result(wordsOf(row), '');
  else if (rows.length === 0) terminal.say('There are no snapshots. Make one with concord hub snapshot create.');
  else {
    const heads = ['no', 'scope', 'parameters', 'made', 'by', 'rows', 'size', 'used', 'state'];
    const lines = rows.map((row) => [
      String(row.no),
      row.scope,
      parameterWords(row),
      row.madeAt.slice(0, 16).replace('T', ' '),
      row.by ?? '-',
      String(row.rows),
      sizeOf(row),
      String(row.used),
      t(row.isGivenOut ? 'snapshots.given' : 'snapshots.old'),
    ]);
    terminal.result(null, tableLines([heads, ...lines]));
  }
  return exits.done;
}

/** `hub snapshot delete`. */
export async function deleteSnapshotCommand(terminal: Terminal, options: Options): Promise<number> {
  const typed = String(options['no']);
  if (!/^\d+$/.test(typed)) throw wrongUse(`${typed}: the number of a snapshot is expected.`);
  await withHubStore(options, (store) => deleteSnapshot(store, Number(typed)));
  terminal.result({ deleted: Number(typed) }, `Snapshot ${typed} is deleted; who is reading it reads it to the end.`);
  return exits.done;
}

function wordsOf({ isGivenOut: givenOut, hubTime, ...row }: SnapshotInfo): Record<string, unknown> {
  return { ...row, hubTime: String(hubTime), givenOut };
}

function sizeOf({ bytes }: SnapshotInfo): string {
  return `${(bytes / 1e6).toLocaleString('en', { maximumFractionDigits: 1 })} MB`;
}

function parameterWords({ parameters }: SnapshotInfo): string {
  return (
    Object.entries(parameters)
      .map(([name, value]) => `${name}=${String(value)}`)
      .join(', ') || '-'
  );
}

/** `NAME=VALUE`; the scope says what type a value is. */
function parametersOf(typed: readonly string[]): Parameter[] {
  return typed.map((text) => {
    const at = text.indexOf('=');
    if (at <= 0) throw wrongUse(`--param ${text}: NAME=VALUE is expected.`);
    return { name: text.slice(0, at), value: text.slice(at + 1) };
  });
}

function batchKbOf(typed: string): number {
  const size = Number(typed);
  if (/^\d{1,6}$/.test(typed) && size >= 100) return size;
  throw wrongUse(`--batch-kb ${typed}: a size of 100 KB or more is expected.`);
}
