// The page for people at the hub's address (W-07): what it serves, in plain HTML without a script or a secret.

import type { Hub } from '../hub.ts';
import { directionOf, type Direction } from '../../sync/schema.ts';
import type { HubScope } from '../stores/store.ts';

const words: Readonly<Record<Direction, string>> = {
  both: 'both ways',
  'download-only': 'from the hub only',
  'upload-only': 'to the hub only',
  none: 'not synchronised',
};

/** The page. */
export function helloPage(hub: Pick<Hub, 'name' | 'scopes'>): string {
  const scopes = hub.scopes().map(scopeSection).join('');
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escape(hub.name)}</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:44em;margin:3em auto;padding:0 1em;color:#222;background:#fff}
code{background:#eee;padding:0 .3em}li{margin:.2em 0}</style></head><body>
<h1>${escape(hub.name)}</h1>
<p>This is a hub that speaks Dotmim.Sync 1.3 over HTTP. Point Concord, or a Dotmim.Sync client, at this address.</p>
${scopes || '<p>It serves no scope yet.</p>'}
</body></html>`;
}

/** The same for programs that ask for JSON: the scopes by name, each with its tables (PR-01). */
export function scopeList(hub: Pick<Hub, 'name' | 'scopes'>): object {
  return {
    name: hub.name,
    scopes: hub.scopes().map(({ name, schema, filters }) => ({
      name,
      tables: schema.tables.map((table) => table.name),
      ...(filters && {
        parameters: filters.parameters.map(({ name: parameter, type, nullable, default: value }) => ({
          name: parameter,
          type,
          nullable,
          needed: value === undefined,
        })),
      }),
    })),
  };
}

function scopeSection(scope: HubScope): string {
  const tables = scope.schema.tables.map(
    (table) => `<li><code>${escape(table.name)}</code>, ${words[directionOf(scope.setup, table)]}</li>`,
  );
  return `<h2>Scope <code>${escape(scope.name)}</code></h2><ul>${tables.join('')}</ul>${parameterSection(scope)}`;
}

/** What a client gives to get its rows. */
function parameterSection({ filters }: HubScope): string {
  const given = (filters?.parameters ?? []).map(
    ({ name, type, default: value }) =>
      `<li><code>${escape(name)}</code>, ${type}${value === undefined ? '' : ', may be left out'}</li>`,
  );
  return given.length === 0 ? '' : `<p>A client gets the rows of its parameters:</p><ul>${given.join('')}</ul>`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
