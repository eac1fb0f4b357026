// The error set in a SQLite hub's file, for its operator (W-243).

import type { ChangeKind } from '../../../sync/conflict.ts';
import type { ParkedState } from '../refusal.ts';
import { neverAgain, readRefusal, type RefusalBook } from '../refusal-book.ts';
import type { HubFile } from './hub-file.ts';

interface StoredRow {
  readonly no: number;
  readonly id: string;
  readonly scope: number;
  readonly table_no: number;
  readonly key: string;
  readonly kind: ChangeKind;
  readonly row: string;
  readonly code: string;
  readonly message: string;
  readonly state: ParkedState;
  readonly tries: number;
  readonly at: string;
}

/** The set of a file; one that is no hub has none. */
export function createRefusalBook(hub: HubFile): RefusalBook {
  const change = async (sql: string, numbers: readonly number[]): Promise<number> =>
    hub.id() === null ? 0 : hub.write((db) => db.run(sql, JSON.stringify(numbers)).changes);
  return {
    async list(limit) {
      if (hub.id() === null) return [];
      const rows = hub.readers.now((reader) =>
        reader.all<StoredRow>(
          `select e.*, c.id from _concord_error e join _concord_client c on c.no = e.client order by e.at desc, e.no desc limit ?`,
          limit,
        ),
      );
      return rows.map(({ id, scope, table_no: tableNo, ...row }) => {
        const served = hub.scopes().find(({ no }) => no === scope);
        const { no, key, kind, row: cells, code, message, state, tries, at } = row;
        return readRefusal(
          { no, clientId: id, tableNo, key, kind, row: cells, code, message, state, tries, at },
          { scopeName: served?.name ?? '', tables: served ? hub.tables(served).values() : [] },
        );
      });
    },
    count: async () =>
      hub.id() === null ? 0 : hub.readers.now((reader) => Number(reader.value(`select count(*) from _concord_error`))),
    retry: (numbers) =>
      change(
        `update _concord_error set state = 'retry', tries = 0
         where no in (select value from json_each(?)) and code <> '${neverAgain}'`,
        numbers,
      ),
    forget: (numbers) => change(`delete from _concord_error where no in (select value from json_each(?))`, numbers),
  };
}
