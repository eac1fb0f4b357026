// The scopes of a hub as they are configured: made the first time, else served as they were set up (HB-02, W-65).

import { filtersOrder } from '../hub/config/filters-order.ts';
import type { HubConfig, ScopeConfig } from '../hub/config/schema.ts';
import { isPostgresUrl } from '../hub/stores/postgres/connection.ts';
import type { HubStore } from '../hub/stores/store.ts';
import type { Setup } from '../sync/schema.ts';
import type { Scope } from '../sync/scope.ts';
import { wrongUse } from './terminal.ts';

/** Sees to every configured scope; the first of them, or of those that the database has. */
export async function openScopes(store: HubStore, { database, scopes }: HubConfig): Promise<Scope> {
  const opened: Scope[] = [];
  for (const scope of scopes) opened.push(await openScope(store, scope, isPostgresUrl(database)));
  const first = opened[0] ?? store.scopes()[0];
  if (!first) throw wrongUse('--tables is needed the first time: the tables to serve, as a,b,c.');
  return first;
}

async function openScope(store: HubStore, config: ScopeConfig, withSchemas: boolean): Promise<Scope> {
  const { name, tables } = config;
  const known = store.scopes().find((scope) => scope.name.toLowerCase() === name.toLowerCase());
  if (tables) {
    const filters = filtersOrder(config, (text) => (withSchemas ? tableName(text) : { name: text, schema: '' }));
    const setup = setupOf(tables, withSchemas);
    return store.provision({ name: known?.name ?? name, setup, ...(filters && { filters }) });
  }
  if (known) return known;
  throw wrongUse(`--tables is needed the first time that scope ${name} is served: its tables, as a,b,c.`);
}

function setupOf(tables: NonNullable<ScopeConfig['tables']>, withSchemas: boolean): Setup {
  return {
    tables: tables.map(({ name, ...table }) => ({
      ...(withSchemas ? tableName(name) : { name, schema: '' }),
      columns: 'columns' in table ? (table.columns ?? []) : [],
      direction: 'direction' in table ? (table.direction ?? 'both') : 'both',
    })),
    filters: [],
    affixes: {},
  };
}

/** `schema.table` or `table`; a name that holds a dot is written in quotes, as in SQL. */
function tableName(text: string): { readonly schema: string; readonly name: string } {
  const parts = /^(?:("(?:[^"]|"")+"|[^".]+)\.)?("(?:[^"]|"")+"|[^".]+)$/.exec(text);
  if (!parts) throw wrongUse(`table ${text}: TABLE or SCHEMA.TABLE is expected; quote a name that holds a dot.`);
  const plain = (part = ''): string => (part.startsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : part);
  return { schema: plain(parts[1]), name: plain(parts[2]) };
}
