// The error set in a PostgreSQL hub's database, for its operator (W-243).

import type { ChangeKind } from '../../../sync/conflict.ts';
import type { ParkedState } from '../refusal.ts';
import { neverAgain, readRefusal, type RefusalBook } from '../refusal-book.ts';
import type { HubDatabase } from './hub-database.ts';

/** The set of a database; one that is no hub has none. */
export function createRefusalBook(hub: HubDatabase): RefusalBook {
  const { database } = hub;
  const change = async (sql: string, numbers: readonly number[]): Promise<number> =>
    hub.id() === null ? 0 : database.run(sql, [JSON.stringify(numbers)]);
  const among = `no in (select value::bigint from json_array_elements_text($1::json) as given (value))`;
  return {
    async list(limit) {
      if (hub.id() === null) return [];
      const rows = await database.rows(
        `select e.no, c.id, e.scope, e.table_no, e.key, e.kind, e.row, e.code, e.message, e.state, e.tries, e.at
         from _concord.error e join _concord.client c on c.no = e.client order by e.at desc, e.no desc limit $1`,
        [limit],
      );
      return rows.map(([no, id, scope, tableNo, key, kind, row, code, message, state, tries, at]) => {
        const served = hub.scopes().find((item) => item.no === Number(scope));
        return readRefusal(
          {
            no: Number(no),
            clientId: id ?? '',
            tableNo: Number(tableNo),
            key: key ?? '[]',
            kind: kind as ChangeKind,
            row: row ?? '[]',
            code: code ?? '',
            message: message ?? '',
            state: state as ParkedState,
            tries: Number(tries),
            at: at ?? '',
          },
          { scopeName: served?.name ?? '', tables: served ? hub.tables(served).values() : [] },
        );
      });
    },
    count: async () =>
      hub.id() === null ? 0 : Number((await database.value(`select count(*) from _concord.error`)) ?? 0),
    retry: (numbers) =>
      change(
        `update _concord.error set state = 'retry', tries = 0 where ${among} and code <> '${neverAgain}'`,
        numbers,
      ),
    forget: (numbers) => change(`delete from _concord.error where ${among}`, numbers),
  };
}
