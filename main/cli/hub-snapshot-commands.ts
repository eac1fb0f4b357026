// `concord hub snapshot`: snapshots made, listed and deleted while the hub runs (HB-06).

import { deleteSnapshot, isGivenOut, makeSnapshot } from '../hub/snapshots.ts';
import { findScope } from '../hub/find-scope.ts';
import type { SnapshotRow } from '../hub/stores/snapshots.ts';
import type { HubStore } from '../hub/stores/store.ts';
import { selectedTotal } from '../sync/counters.ts';
import type { Parameter } from '../sync/scope.ts';
import { withHubStore } from './hub-store.ts';
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
  const { snapshot, unsent } = await withHubStore(options, (store) => makeSnapshot(store, order));
  if (unsent.stock > 0)
    terminal.say(`${count(unsent.stock, 'row')} cannot travel to .NET clients and are left out for them.`);
  terminal.result(
    wordsOf(snapshot, true),
    `Snapshot ${snapshot.no} of ${snapshot.scopeName}: ${count(rowsOf(snapshot), 'row')}, ${sizeOf(snapshot)}.`,
  );
  return exits.done;
}

/** `hub snapshot list`. */
export async function listSnapshotsCommand(terminal: Terminal, options: Options): Promise<number> {
  const rows = await withHubStore(options, async (store) => {
    const snapshots = await store.snapshots.list();
    return Promise.all(snapshots.map(async (row) => ({ row, isGiven: await isUsable(store, row) })));
  });
  if (terminal.json) for (const { row, isGiven } of rows) terminal.result(wordsOf(row, isGiven), '');
  else if (rows.length === 0) terminal.say('There are no snapshots. Make one with concord hub snapshot create.');
  else {
    const heads = ['no', 'scope', 'parameters', 'made', 'by', 'rows', 'size', 'used', 'state'];
    const lines = rows.map(({ row, isGiven }) => [
      String(row.no),
      row.scopeName,
      parameterWords(row),
      row.madeAt.slice(0, 16).replace('T', ' '),
      row.by ?? '-',
      String(rowsOf(row)),
      sizeOf(row),
      String(row.used),
      isGiven ? 'given out' : 'too old',
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

async function isUsable(store: HubStore, { scopeName, forms }: SnapshotRow): Promise<boolean> {
  const scope = findScope(store.scopes(), scopeName);
  return isGivenOut(forms.concord, { now: await store.hubTime(), cleanedUpTo: scope?.cleanedUpTo ?? null });
}

function wordsOf(row: SnapshotRow, isGiven: boolean): Record<string, unknown> {
  const { no, scopeName, madeAt, by, used, usedAt, forms } = row;
  return {
    no,
    scope: scopeName,
    parameters: Object.fromEntries(parametersIn(row).map(({ name, value }) => [name, value])),
    madeAt,
    by,
    rows: rowsOf(row),
    bytes: bytesOf(row),
    parts: forms.concord.parts.length,
    hubTime: String(forms.concord.hubTime),
    used,
    usedAt,
    givenOut: isGiven,
  };
}

function rowsOf({ forms }: SnapshotRow): number {
  return selectedTotal(forms.concord.counts);
}

/** Forms that do not differ are kept once. */
function bytesOf({ forms: { concord, stock } }: SnapshotRow): number {
  return concord.storedAs === stock.storedAs ? concord.bytes : concord.bytes + stock.bytes;
}

function sizeOf(row: SnapshotRow): string {
  return `${(bytesOf(row) / 1e6).toLocaleString('en', { maximumFractionDigits: 1 })} MB`;
}

function parametersIn({ parameters }: SnapshotRow): readonly Parameter[] {
  return JSON.parse(parameters) as Parameter[];
}

function parameterWords(row: SnapshotRow): string {
  return (
    parametersIn(row)
      .map(({ name, value }) => `${name}=${String(value)}`)
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
