// A stock .NET server on a PostgreSQL database, as a process of its own.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** What a server is told; see peers/README.md. */
export interface NetServerOptions {
  /** `postgres://user@host:port/database`. */
  readonly database: string;
  readonly tables: readonly string[];
  readonly variables?: Readonly<Record<string, string>>;
}

/** A running server. */
export interface NetServer {
  readonly url: string;
  /** What it takes beyond the plain variables. */
  readonly takes: readonly string[];
  stop(): Promise<void>;
}

/** Starts a server, which the caller stops. */
export async function startServer(
  { database, tables, variables = {} }: NetServerOptions,
  command: readonly string[],
): Promise<NetServer> {
  const [program = '', ...args] = command;
  const own = { PG: npgsqlString(database), TABLES: tables.join(','), PORT: '0', ...variables };
  const child = spawn(program, args, { env: { ...process.env, ...own }, stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log = (log + text).slice(-4000)));
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const first = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve);
    child.once('error', reject).once('exit', () => reject(new Error(`the stock server has ended: ${log}`)));
  });
  const told = JSON.parse(first) as { readonly url: string; readonly takes?: readonly string[] };
  return {
    url: told.url,
    takes: told.takes ?? [],
    stop() {
      child.kill('SIGKILL');
      return ended;
    },
  };
}

function npgsqlString(database: string): string {
  const { hostname, port, username, pathname } = new URL(database);
  return `Host=${hostname};Port=${port};Username=${username};Database=${pathname.slice(1)}`;
}
