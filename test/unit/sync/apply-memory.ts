// One record in memory, what meets it, and what was done with it: for the tests of an incoming row.

import { beforeEach } from 'vitest';
import {
  applyRow,
  type ConflictAnswer,
  type ConflictView,
  type Incoming,
  type RowContext,
} from '../../../main/replica/apply-row.ts';
import type { TakenChange } from '../../../main/replica/altered.ts';
import { held } from '../../../main/replica/layout.ts';
import type { Entry, TableWork } from '../../../main/replica/table-work.ts';
import type { TrackedTable } from '../../../main/replica/tracked-table.ts';
import type { Cell, Row } from '../../../main/sync/cell.ts';
import type { HubMove, Inbox, RaisedConflict, RaiseOutcome, RecordName } from '../../../main/sync/inbox.ts';
import type { Author } from '../../../main/sync/orchestrator.ts';
import type { Column } from '../../../main/sync/schema.ts';
import { column } from '../../support/schemas.ts';

/** The columns of the record under test. */
export const columns = [column('id', 'text'), column('a', 'text'), column('n', 'decimal')];
/** What both sides agreed on. */
export const base: Row = ['1', 'base', '1'];
/** Changed here. */
export const mine: Row = ['1', 'mine', '1'];
/** Changed on the hub. */
export const theirs: Row = ['1', 'theirs', '1'];
/** Deleted on the hub. */
export const tombstone: Row = ['1', null, null];
/** Who changed it there. */
export const author: Author = { user: 'Noor', device: 'desk', at: '2026-06-15T10:15:00Z' };

/** A row by column. */
export const record = ([id = null, a = null, n = null]: Row): Record<string, Cell> => ({ id, a, n });
/** The hub’s row on its way in. */
export const upsert = (row: Row): Incoming => ({ kind: 'upsert', row, author });
/** The hub’s delete on its way in. */
export const remove: Incoming = { kind: 'delete', row: tombstone, author };
/** The tracking of my change. */
export const entry = (more: Partial<Entry> = {}): Entry => ({
  stamp: 20n,
  gone: false,
  held: held.no,
  at: 'then',
  ...more,
});

/** One record in memory, and what was done with it. */
export interface Memory {
  row: Row | null;
  entry: Entry | null;
  base: Row | null;
  held: boolean;
  pending: { base: Row } | null;
  raised: RaisedConflict[];
  moves: HubMove[];
  equal: (RecordName & { session: number })[];
  counted: string[];
  seen: ConflictView[];
  altered: TakenChange[];
}

const clean = (): Memory => ({
  row: base,
  entry: null,
  base: null,
  held: false,
  pending: null,
  raised: [],
  moves: [],
  equal: [],
  counted: [],
  seen: [],
  altered: [],
});

/** The memory of the test that runs. */
export const memory = clean();
beforeEach(() => void Object.assign(memory, clean()));

/** What an incoming row meets besides the record. */
export interface Setting {
  readonly columns?: readonly Column[];
  readonly key?: readonly string[];
  readonly lastSync?: bigint | null;
  readonly accepted?: boolean;
  readonly raise?: RaiseOutcome;
  readonly moved?: ReturnType<Inbox['hubMoved']>;
  readonly answer?: ConflictAnswer;
  readonly watch?: boolean;
  readonly tracked?: boolean;
  readonly noise?: readonly string[];
}

/** Applies one row to the memory. */
export function apply(incoming: Incoming, setting: Setting = {}): string {
  const key = setting.key ?? ['id'];
  const table: TrackedTable = {
    no: 1,
    name: { name: 't', schema: '' },
    physical: 't',
    direction: 'both',
    columns: (setting.columns ?? columns).map((item) =>
      setting.noise?.includes(item.name) ? { ...item, noise: true } : item,
    ),
    key,
    keyAt: key.map((_, at) => at),
    base: '',
    entries: '',
    bases: '',
    images: '',
    notes: '',
    keyNames: [],
    cellNames: [],
  };
  return applyRow(contextOf(setting), workOf(table, setting), incoming);
}

function workOf(table: TrackedTable, { tracked = true }: Setting): TableWork {
  return {
    table,
    tracked,
    entry: () => memory.entry,
    present: () => memory.row,
    base: () => memory.base,
    fill: null,
    added: () => 0,
    put: (row) => void (memory.row = row),
    remove() {
      const was = memory.row !== null;
      memory.row = null;
      return was;
    },
    forget() {
      memory.entry = null;
      memory.base = null;
      memory.held = false;
    },
    holdChange: () => undefined,
    hold: () => void (memory.held = true),
    fillIn: (row) => void (memory.row = row),
    keepLocal: (_, from) => void (memory.pending = { base: from }),
  };
}

function contextOf(setting: Setting): RowContext {
  return {
    session: 7,
    lastSync: setting.lastSync === undefined ? 10n : setting.lastSync,
    proposed: 'client-wins',
    accepted: () => setting.accepted ?? false,
    raised: (outcome) => void memory.counted.push(outcome),
    alterations: { note: (_, change) => void memory.altered.push(change) },
    inbox: {
      raise(conflict) {
        memory.raised.push(conflict);
        return setting.raise ?? 'raised';
      },
      hubMoved(move) {
        memory.moves.push(move);
        return setting.moved ?? 'none';
      },
      becameEqual: (equal) => void memory.equal.push(equal),
      settle: () => undefined,
      openRecords: () => [],
    },
    ...((setting.watch || setting.answer) && {
      onConflict(view: ConflictView) {
        memory.seen.push(view);
        return setting.answer;
      },
    }),
  };
}
