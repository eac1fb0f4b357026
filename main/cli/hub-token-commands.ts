// `concord hub token`: the tokens in a hub's database, made, listed and revoked while the hub runs (HB-04).

import { isValid, type TokenKind, type TokenRow } from '../hub/stores/token-book.ts';
import { makeToken, revokeToken } from '../hub/tokens.ts';
import { expiryOf } from './expiry.ts';
import { withHubStore } from './hub-store.ts';
import { tableLines } from './table-lines.ts';
import { exits, wrongUse, type Terminal } from './terminal.ts';

type Options = Readonly<Record<string, unknown>>;

/** `hub token create`: the token alone is the result, so that it can be put into a file. */
export async function createCommand(terminal: Terminal, options: Options): Promise<number> {
  const now = new Date();
  const grant = {
    name: text(options['name']) ?? needed('--name NAME is needed: who will use the token.'),
    kind: kindOf(text(options['kind']) ?? 'client'),
    scopes:
      text(options['scopes'])
        ?.split(',')
        .map((name) => name.trim()) ?? null,
    expiresAt: expiryOf(text(options['expires']) ?? null, now),
    pinned: pinnedOf(options['pin']),
  };
  const { row, token } = await withHubStore(options, (store) => makeToken(store, grant, now));
  terminal.say(`Token ${row.no} for ${row.name} (${limitsOf(row)}). It is shown only now; the hub keeps its hash.`);
  terminal.result({ ...wordsOf(row, now), token }, token);
  return exits.done;
}

/** `hub token list`. */
export async function listCommand(terminal: Terminal, options: Options): Promise<number> {
  const now = new Date();
  const rows = await withHubStore(options, (store) => store.tokens.list());
  if (terminal.json) for (const row of rows) terminal.result(wordsOf(row, now), '');
  else if (rows.length === 0) terminal.say('There are no tokens. Make one with concord hub token create.');
  else {
    const heads = ['no', 'name', 'kind', 'scopes', 'pinned', 'made', 'expires', 'state'];
    const lines = rows.map((row) => [
      String(row.no),
      row.name,
      row.kind,
      row.scopes?.join(', ') ?? 'all',
      pinnedText(row) || '-',
      row.createdAt.slice(0, 10),
      row.expiresAt?.slice(0, 16).replace('T', ' ') ?? 'never',
      stateOf(row, now),
    ]);
    terminal.result(null, tableLines([heads, ...lines]));
  }
  return exits.done;
}

/** `hub token revoke`. */
export async function revokeCommand(terminal: Terminal, options: Options): Promise<number> {
  const now = new Date();
  const row = await withHubStore(options, (store) => revokeToken(store, String(options['token']), now));
  terminal.result(wordsOf(row, now), `Token ${row.no} of ${row.name} is revoked; its next call is refused.`);
  return exits.done;
}

function wordsOf(row: TokenRow, now: Date): Record<string, unknown> {
  return { ...row, state: stateOf(row, now) };
}

function stateOf(row: TokenRow, now: Date): 'valid' | 'revoked' | 'expired' {
  if (isValid(row, now.toISOString())) return 'valid';
  return row.revokedAt === null ? 'expired' : 'revoked';
}

/** `--pin NAME=VALUE`, as often as there are parameters to bind. */
function pinnedOf(said: unknown): TokenRow['pinned'] {
  if (!Array.isArray(said)) return null;
  const pairs = said.map((pair: unknown) => {
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(String(pair)) ?? [];
    if (name === undefined || value === undefined) throw wrongUse(`--pin ${String(pair)}: NAME=VALUE is expected.`);
    return [name.trim(), value] as const;
  });
  return Object.fromEntries(pairs);
}

function pinnedText({ pinned }: Pick<TokenRow, 'pinned'>): string {
  return Object.entries(pinned ?? {})
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(', ');
}

function limitsOf({ kind, scopes, expiresAt, pinned }: TokenRow): string {
  const where = scopes === null ? 'all scopes' : scopes.join(', ');
  const bound = pinned ? `, ${pinnedText({ pinned })}` : '';
  return `${kind}, ${where}${bound}, ${expiresAt === null ? 'never expires' : `until ${expiresAt}`}`;
}

function kindOf(word: string): TokenKind {
  if (word === 'client' || word === 'monitor' || word === 'admin') return word;
  throw wrongUse(`--kind ${word}: allowed are client, monitor and admin.`);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function needed(reason: string): never {
  throw wrongUse(reason);
}
