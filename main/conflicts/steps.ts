// The steps of all entries in the order in which they happened: what telemetry follows (TL-13).

import type { EntryState } from '../sync/entry.ts';
import type { TableName } from '../sync/schema.ts';
import type { Reader } from '../sqlite/database.ts';

/** One step in the life of an entry. Versions are JSON texts as they stand in the entry now; null = that side has no record. */
export interface InboxStep {
  readonly no: number;
  readonly at: string;
  readonly conflict: number;
  readonly state: EntryState;
  readonly who: string | null;
  readonly why: string;
  readonly session: number | null;
  readonly table: TableName;
  readonly key: string;
  readonly type: string;
  readonly columns: string;
  readonly base: string | null;
  readonly mine: string | null;
  readonly theirs: string | null;
  readonly theirUser: string | null;
  readonly theirDevice: string | null;
}

interface StepRow extends Omit<InboxStep, 'table'> {
  readonly schema_name: string;
  readonly table_name: string;
}

/** Steps after a number, oldest first. */
export function stepsAfter(db: Reader, after: number, limit: number): InboxStep[] {
  return db
    .all<StepRow>(
      `select step.no, step.at, step.conflict, step.state, step.who, step.why, step.session, entry.schema_name,
         entry.table_name, entry.key, entry.type, entry.columns, entry.base, entry.mine, entry.theirs,
         entry.theirs_user as theirUser, entry.theirs_device as theirDevice
       from _concord_conflict_step as step join _concord_conflict as entry on entry.no = step.conflict
       where step.no > ? order by step.no limit ?`,
      after,
      limit,
    )
    .map(({ schema_name, table_name, ...step }) => ({ ...step, table: { schema: schema_name, name: table_name } }));
}
