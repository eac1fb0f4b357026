// `concord revert`: a waiting change back to its base, and that undone – as in the window (PD-03, CL-02).

import { readWaiting } from '../data/changes/waiting-row.ts';
import { typedKey } from '../handlers/columns.ts';
import type { TrackedTable } from '../replica/tracked-table.ts';
import type { JsonCell } from '../sync/cell.ts';
import { ConcordError } from '../sync/problem.ts';
import { withApp, type ReplicaOptions } from './open.ts';
import { exits, wrongUse, type Terminal } from './terminal.ts';
import { tableWord, waitingWords } from './words.ts';

/** Options of `revert`. */
export interface RevertOptions extends ReplicaOptions {
  readonly table?: string;
  readonly key?: string;
  readonly column?: readonly string[];
  readonly undo?: string;
}

/** `revert --table T --key JSON`, or `revert --undo NO`. */
export function revertCommand(terminal: Terminal, options: RevertOptions): Promise<number> {
  const { table, key, column, undo } = options;
  if ((undo === undefined) === (table === undefined || key === undefined))
    throw wrongUse('Name a record with --table and --key, or a revert with --undo.');
  if (undo !== undefined && !/^\d+$/.test(undo)) throw wrongUse(`“${undo}” is no number of a revert.`);
  return withApp(options, async (app) => {
    if (undo !== undefined) {
      const done = await app.handlers['changes.undo']({ no: Number(undo) });
      terminal.result({ undone: done.no, ...countsOf(done) }, `revert ${done.no} is undone: ${waitingWords(done)}`);
      return exits.done;
    }
    const target = tableNamed(app.replica.tables().values(), table ?? '');
    const record = keyOf(target, key ?? '');
    const waiting = readWaiting(app.replica.reader, target, typedKey(target, record));
    if (!waiting) throw new ConcordError('change-unknown', { table: target.physical });
    const item = { table: target.name, key: record, mark: waiting.mark, ...(column && { columns: [...column] }) };
    const done = await app.handlers['changes.revert']({ records: [item] });
    const fate = done.sent > 0 ? 'goes to the hub as a new change' : 'nothing of it is sent';
    terminal.result(
      { revert: done.no, ...countsOf(done) },
      `revert ${done.no}: ${waitingWords(done)}; ${fate}. Undo: --undo ${done.no}`,
    );
    return exits.done;
  });
}

function countsOf({ changes, records, sent }: { changes: number; records: number; sent: number }): object {
  return { changes, records, sent };
}

function tableNamed(tables: Iterable<TrackedTable>, name: string): TrackedTable {
  const all = [...tables];
  const found = all.find((table) => tableWord(table.name) === name);
  if (found) return found;
  throw new ConcordError('table-unknown', {
    table: name,
    tables: all.map((table) => tableWord(table.name)).join(', '),
  });
}

/** A key as JSON: `{"number": "WO-1"}`, or the value alone where the key is one column. */
function keyOf(table: TrackedTable, text: string): Record<string, JsonCell> {
  const value = jsonOf(text);
  if (isRecord(value)) return value;
  const [name, more] = table.key;
  if (name === undefined || more !== undefined || !isCell(value))
    throw wrongUse(`--key ${text}: an object with ${table.key.join(' and ')} is expected.`);
  return { [name]: value };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw wrongUse(`--key ${text}: JSON is expected, such as '{"number": "WO-1"}'.`);
  }
}

function isRecord(value: unknown): value is Record<string, JsonCell> {
  return (
    typeof value === 'object' && value !== null && Object.values(value).every((cell) => isCell(cell) || isBytes(cell))
  );
}

function isCell(value: unknown): value is Exclude<JsonCell, object> {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function isBytes(value: unknown): value is Extract<JsonCell, object> {
  return typeof value === 'object' && value !== null && 'base64' in value && typeof value.base64 === 'string';
}
