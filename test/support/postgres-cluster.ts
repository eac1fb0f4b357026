// A PostgreSQL of the tests' own: one cluster for a whole run, in a temporary folder, on a free port of this machine, without
// any care for durability. PostgreSQL refuses to run as root, so there it runs as a system user.

import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

/** A running cluster. */
export interface Cluster {
  /** `postgres://user@host:port/`, to which a database's name is added. */
  readonly url: string;
  /** Ends PostgreSQL at once and starts it anew on the same port; connections are cut. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a cluster; a text tells why there is none. */
export async function startCluster(): Promise<Cluster | string> {
  const programs = findPrograms();
  if (programs === null) return 'PostgreSQL is not installed (Debian’s package: postgresql)';
  const user = systemUser();
  if (user === null) return 'PostgreSQL refuses to run as root, and there is neither a user postgres nor nobody';
  const folder = mkdtempSync(join(tmpdir(), 'concord-postgres-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  process.once('exit', remove);
  if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  const options = { ...user, cwd: folder, env: { ...process.env, LC_ALL: 'C' } };
  const made = spawnSync(
    join(programs, 'initdb'),
    ['-D', data, '-U', 'concord', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync'],
    { ...options, encoding: 'utf8' },
  );
  if (made.status !== 0) {
    rmSync(folder, { recursive: true, force: true });
    return `initdb failed: ${made.stderr || String(made.error)}`;
  }
  const port = await freePort();
  const start = (): Promise<ChildProcess> => startServer(join(programs, 'postgres'), { data, port, options });
  let server = await start();
  // It takes a moment to go, and writes until then.
  const end = (): void => void server.kill('SIGQUIT');
  process.prependOnceListener('exit', end);
  return {
    url: `postgres://concord@127.0.0.1:${port}/`,
    async restart() {
      await stop(server);
      server = await start();
    },
    async close() {
      process.off('exit', end);
      await stop(server);
      remove();
    },
  };
}

/** The folder of the newest PostgreSQL's programs; null where there is none. */
function findPrograms(): string | null {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).toSorted((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...(process.env['PATH'] ?? '').split(':'),
    ...versions.map((version) => join(debian, version, 'bin')),
  ];
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres'))) ?? null;
}

interface SystemUser {
  readonly uid?: number;
  readonly gid?: number;
}

function systemUser(): SystemUser | null {
  if (process.getuid?.() !== 0) return {};
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((flag) =>
      Number(spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout || NaN),
    );
    if (uid !== undefined && gid !== undefined && Number.isInteger(uid) && Number.isInteger(gid)) return { uid, gid };
  }
  return null;
}

interface Serving {
  readonly data: string;
  readonly port: number;
  readonly options: SystemUser & { readonly cwd: string; readonly env: NodeJS.ProcessEnv };
}

async function startServer(program: string, { data, port, options }: Serving): Promise<ChildProcess> {
  const settings = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'fsync=off',
    'full_page_writes=off',
    'synchronous_commit=off',
    'shared_buffers=128MB',
    'max_connections=200',
    'autovacuum_naptime=10min',
    'logging_collector=off',
  ];
  const args = ['-D', data, ...settings.flatMap((setting) => ['-c', setting])];
  // Ctrl+C in a terminal goes to whoever started the cluster, and the cluster ends with it.
  const server = spawn(program, args, { ...options, stdio: 'ignore', detached: true });
  for (const until = Date.now() + 30_000; ;) {
    if (await answers(port)) return server;
    if (server.exitCode !== null || Date.now() > until) throw new Error('the tests’ PostgreSQL did not start');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function answers(port: number): Promise<boolean> {
  const client = new pg.Client({ connectionString: `postgres://concord@127.0.0.1:${port}/postgres` });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
}

/** SIGQUIT ends PostgreSQL and all that serves its connections at once. */
function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    server.once('exit', () => resolve());
    server.kill('SIGQUIT');
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
