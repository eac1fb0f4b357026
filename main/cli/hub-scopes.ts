// The scopes of a hub as they are configured: made the first time, else served as they were set up (HB-02, W-65).

import { filtersOrder } from '../hub/config/filters-order.ts';
import type { HubConfig, ScopeConfig } from '../hub/config/schema.ts';
import { findScope } from '../hub/find-scope.ts';
import { isPostgresUrl } from '../hub/stores/postgres/connection.ts';
import type { HubStore } from '../hub/stores/store.ts';
import type { Setup } from '../sync/schema.ts';
import { schemaDifference, setupDifference, type Scope } from '../sync/scope.ts';
import { wrongUse } from './terminal.ts';

/** How scopes are opened that were set up otherwise before. */
export interface Opening {
  /** The owner's order: such a scope is set up anew under its name. */
  readonly overwrite: boolean;
  /** Told of each one, in lines. */
  say(line: string): void;
}

/** Sees to every configured scope; the first of them, or of those that the database has. */
export async function openScopes(store: HubStore, { database, scopes }: HubConfig, opening: Opening): Promise<Scope> {
  const opened: Scope[] = [];
  for (const config of scopes) {
    const before = findScope(store.scopes(), config.name);
    const scope = await openScope(store, config, {
      withSchemas: isPostgresUrl(database),
      overwrite: opening.overwrite,
    });
    if (before) await tellChange(store, { before, scope, say: (line) => opening.say(line) });
    opened.push(scope);
  }
  const first = opened[0] ?? store.scopes()[0];
  if (!first) throw wrongUse('--tables is needed the first time: the tables to serve, as a,b,c.');
  return first;
}

/** HB-02: a changed set-up tells who must take it up, and how. */
async function tellChange(
  store: HubStore,
  { before, scope, say }: { readonly before: Scope; readonly scope: Scope; say(line: string): void },
): Promise<void> {
  const difference = setupDifference(before.setup, scope.setup) ?? schemaDifference(before.schema, scope.schema);
  if (difference === null) return;
  const clients = (await store.clients()).filter(({ scopeName }) => scopeName === scope.name);
  say(
    `Scope ${scope.name} is set up anew: ${difference}. ${clients.length === 0 ? 'Nobody used it yet.' : 'Each of its clients must take that up once:'}`,
  );
  for (const { id, user, device, session } of clients) {
    const who = user === null ? id.slice(0, 8) : device === null ? user : `${user} on ${device}`;
    const software = session?.software ?? 'unknown program';
    const how = software.startsWith('Concord')
      ? `concord sync --scope ${scope.name} --from ${scope.name}`
      : 'provision the scope anew there, then reinitialize';
    say(`  ${who} (${software}): ${how}`);
  }
}

async function openScope(
  store: HubStore,
  config: ScopeConfig,
  { withSchemas, overwrite }: { readonly withSchemas: boolean; readonly overwrite: boolean },
): Promise<Scope> {
  const { name, tables } = config;
  const known = store.scopes().find((scope) => scope.name.toLowerCase() === name.toLowerCase());
  if (tables) {
    const filters = filtersOrder(config, (text) => (withSchemas ? tableName(text) : { name: text, schema: '' }));
    const setup = setupOf(tables, withSchemas);
    return store.provision({ name: known?.name ?? name, setup, overwrite, ...(filters && { filters }) });
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
