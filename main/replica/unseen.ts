// What the hub decided against and an upload-only table never brings down: shown in the inbox all the same (L34).

import type { Writer } from '../sqlite/database.ts';
import type { Inbox } from '../sync/inbox.ts';
import type { ApplyRequest } from '../sync/orchestrator.ts';
import { tableKey } from '../sync/schema.ts';
import { createTableWork } from './table-work.ts';
import { toKeyRecord, toRecord, type TrackedTable } from './tracked-table.ts';

interface Unseen {
  readonly db: Writer;
  readonly inbox: Inbox;
  readonly request: ApplyRequest;
  readonly session: number;
}

/** Opens entries for rows of upload-only tables that the hub kept its own of; returns how many brought something new. */
export function raiseUnseen(input: Unseen, tables: ReadonlyMap<string, TrackedTable>): number {
  let raised = 0;
  for (const kept of input.request.answer.kept ?? []) {
    const table = tables.get(tableKey(kept.table));
    if (table?.direction !== 'upload-only') continue;
    const work = createTableWork(input.db, table, { watched: false });
    const own = work.present(kept.key);
    const entry = work.entry(kept.key);
    if (!own || !entry) continue;
    const base = work.base(kept.key);
    const outcome = input.inbox.raise({
      table: table.name,
      key: toKeyRecord(table, kept.key),
      columns: table.columns,
      type: 'local-update/hub-update',
      versions: {
        base: base && toRecord(table, base),
        mine: toRecord(table, own),
        theirs: null,
      },
      mineAt: entry.at,
      author: null,
      session: input.session,
      theirsKnown: false,
    });
    if (outcome === 'closed') continue;
    work.forget(kept.key);
    work.hold(kept.key);
    if (outcome !== 'same') raised++;
  }
  return raised;
}
