// The records that left the replica, for the window (PR-06).

import { nameColumnOf } from '../data/links.ts';
import { readRecord } from '../replica/record-store.ts';
import { countRemovals, leftWith, listRemovals, type Removal } from '../replica/removed.ts';
import { recordFromJson } from '../sync/cell.ts';
import { tableKey } from '../sync/schema.ts';
import type { CallOutput, Handlers } from '../window/contract.ts';
import type { Rooms } from './rooms.ts';

/** `removed.*`. */
export function removedHandlers({ replica }: Rooms): Pick<Handlers, 'removed.list'> {
  const { reader } = replica;
  const lineOf = (removal: Removal): CallOutput<'removed.list'>['records'][number] => {
    const { no, session, at, table, key, condition } = removal;
    const tracked = replica.tables().get(tableKey(table));
    const name = tracked && removal.row[nameColumnOf(tracked) ?? ''];
    return {
      no,
      session,
      at,
      table,
      key,
      condition,
      name: typeof name === 'string' ? name : null,
      isHere: tracked ? readRecord(reader, tracked, recordFromJson(key, tracked.columns)) !== null : false,
    };
  };
  return {
    'removed.list'({ limit, offset, session }) {
      const filter = { session };
      const shown = countRemovals(reader, filter);
      return {
        records: listRemovals(reader, filter, { limit, offset }).map(lineOf),
        shown,
        left: session === undefined ? shown : leftWith(reader, session),
      };
    },
  };
}
