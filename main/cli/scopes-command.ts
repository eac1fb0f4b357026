// `concord scopes`: the scopes and parameter sets of a replica, their tables with direction, filter in words and rows (PR-02).

import { directionOf, tableKey, type Direction, type Table } from '../sync/schema.ts';
import type { Parameter } from '../sync/scope.ts';
import { filtersOfSetup } from '../sync/filter-setup.ts';
import { filterWords } from '../sync/filter-words.ts';
import type { App } from '../app.ts';
import { withApp, type ReplicaOptions } from './open.ts';
import { tableLines } from './table-lines.ts';
import { exits, type Terminal } from './terminal.ts';
import { tableWord } from './words.ts';

/** A line a set, with its tables below; with `--json` one object a set. */
export function scopesCommand(terminal: Terminal, options: ReplicaOptions): Promise<number> {
  return withApp(options, (app) => {
    for (const set of setsOf(app)) {
      const rows = set.tables.map(({ table, direction, rows: here, filter }) => [
        `  ${table}`,
        words[direction],
        `${here} rows`,
        filter ?? 'every row',
      ]);
      terminal.result(
        set,
        `${set.scope}${valuesText(set.parameters)}, ${lastText(set.lastSession)}\n${tableLines(rows)}`,
      );
    }
    return exits.done;
  });
}

const words: Readonly<Record<Direction, string>> = {
  both: 'both ways',
  'download-only': 'from the hub',
  'upload-only': 'to the hub',
  none: 'not synchronised',
};

function setsOf({ replica }: App) {
  return replica.scopes().flatMap(({ name, hub, scope, client, syncedAt }) => {
    if (!scope) return [];
    const known = filtersOfSetup(scope);
    const isUnread = (table: Table): boolean =>
      known?.unread.some((item) => tableKey(item) === tableKey(table)) ?? false;
    return [
      {
        scope: name,
        hub,
        parameters: Object.fromEntries(client.parameters.map(({ name: key, value }) => [key, plain(value)])),
        lastSession: syncedAt,
        tables: scope.schema.tables.map((table) => {
          const filter = known?.filters.filters.find((item) => tableKey(item.table) === tableKey(table));
          const base = replica.tables().get(tableKey(table))?.base;
          return {
            table: tableWord(table),
            direction: directionOf(scope.setup, table),
            key: table.key,
            columns: table.columns.map((column) => column.name),
            rows: base === undefined ? 0 : Number(replica.reader.value(`select count(*) from ${base}`)),
            filter: filter ? filterWords(filter) : isUnread(table) ? 'a condition of the hub’s own' : null,
          };
        }),
      },
    ];
  });
}

function valuesText(parameters: Readonly<Record<string, ReturnType<typeof plain>>>): string {
  const pairs = Object.entries(parameters).map(([name, value]) => `${name}=${String(value)}`);
  return pairs.length === 0 ? '' : ` ${pairs.join(' ')}`;
}

function lastText(at: string | null): string {
  return at === null ? 'no session yet' : `last session ${at.slice(0, 19).replace('T', ' ')}`;
}

function plain(value: Parameter['value']): Exclude<Parameter['value'], bigint> {
  return typeof value === 'bigint' ? String(value) : value;
}
