// What is answered to a wrong command, file, address or hub: a code in plain words on standard error, its exit code, and
// nothing done (CL-01, CL-03, CL-05).

import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startHttpServer } from '../../support/http-server.ts';
import { temporaryFolder } from '../../support/files.ts';
import { edit, otherProgram, rowsIn } from '../../support/replica-app.ts';
import { concord, object, setDesk } from './commands.ts';

const schema = `create table note (id varchar(10) primary key, title varchar(40)); insert into note values ('n1', 'Start');`;

/** Runs commands side by side and tells how each ended: its exit code, and the last line of its messages. */
async function endings(...commands: readonly (readonly string[])[]): Promise<[number | null, string][]> {
  const ended = await Promise.all(commands.map((command) => concord(...command)));
  return ended.map(({ code, err, out }) => {
    expect(out, 'standard output').toBe('');
    expect(err, 'no stack').not.toMatch(/\n\s+at /);
    return [code, err.trimEnd().split('\n').at(-1) ?? ''];
  });
}

const has = (text: string): unknown => expect.stringContaining(text);

describe('a wrong command', () => {
  test('CL-05 what was wrong, what is allowed, and the nearest right word', async () => {
    const said = await Promise.all([
      concord('statsu', '--replica', 'x.db'),
      concord('status', '--replca', 'x.db'),
      concord('status'),
      concord('status', '--replica', 'x.db', 'more'),
      concord('sync', '--replica', 'x.db', '--hub', 'http://127.0.0.1:1/', '--type', 'all'),
      concord('serve', '--replica', 'x.db', '--port', '65536'),
      concord('hub', '--database', 'x.db', '--port', 'http'),
      concord('conflicts', 'lst', '--replica', 'x.db'),
      concord('conflicts'),
    ]);
    expect(said.map(({ code, out }) => [code, out])).toEqual(said.map(() => [2, '']));
    expect(said.map(({ err }) => err)).toEqual([
      has('Did you mean status?'),
      has('Did you mean --replica?'),
      has('--replica FILE is needed: the replica’s SQLite file. See --help. [usage]'),
      has('too many arguments'),
      has('--type all: allowed are normal, reinitialize and reinitialize-with-upload. See --help. [usage]'),
      has('--port 65536: 0 to 65535 is allowed; 0 takes any free one. See --help. [usage]'),
      has('--port http: a whole number is expected. See --help. [usage]'),
      has('Did you mean list?'),
      has('Usage: concord conflicts'),
    ]);
  });

  test('CL-05 --help on every level, with one example', async () => {
    const pages = [[], ['conflicts']];
    const commands = ['sync', 'status', 'pending', 'sessions', 'watch', 'serve', 'hub', 'demo', 'start'].map((name) => [
      name,
    ]);
    const below = ['list', 'show', 'resolve', 'undo'].map((name) => ['conflicts', name]);
    const told = await Promise.all([...pages, ...commands, ...below].map((path) => concord(...path, '--help')));
    for (const [at, { code, out, err }] of told.entries()) {
      expect([code, err, out.startsWith('Usage: concord')]).toEqual([0, '', true]);
      if (at >= pages.length) expect(out).toMatch(/--json[^]*\nExample:\n  concord /);
    }
  });
});

describe('a file that cannot be used', () => {
  test('SF-07 each is told apart, nothing is made and nothing is changed', async () => {
    const folder = temporaryFolder();
    const path = (name: string): string => join(folder, name);
    writeFileSync(path('letter.db'), 'Dear all, this is no database. '.repeat(200));
    edit(path('plain.db'), 'create table t (a integer primary key)');
    mkdirSync(path('folder.db'));
    const before = readdirSync(folder);
    const letter = readFileSync(path('letter.db'));
    const status = (file: string): string[] => ['status', '--replica', file];
    const sync = (file: string): string[] => ['sync', '--replica', file, '--hub', 'http://127.0.0.1:1/'];
    expect(
      await endings(
        status(path('none.db')),
        status(path('letter.db')),
        status(path('plain.db')),
        status(path('folder.db')),
        ['sync', '--replica', path('none-a.db')],
        sync(path('letter.db')),
        sync(path('folder.db')),
        sync(path('nowhere/new.db')),
        ['sync', '--replica', path('none-b.db'), '--hub', 'hub.example'],
        sync(path('none-c.db')),
        [...sync(path('none-d.db')), '--token-file', path('none.txt')],
      ),
    ).toEqual([
      [1, has('/none.db. Check the path. [replica-missing]')],
      [1, has('letter.db is not a SQLite database. Choose another file; nothing was changed. [replica-not-sqlite]')],
      [1, has('This replica has no hub yet. Name the hub once with --hub URL. [replica-not-connected]')],
      [1, has('folder.db is not a SQLite database.')],
      [1, has('[replica-missing]')],
      [1, has('[replica-not-sqlite]')],
      [1, has('[replica-not-sqlite]')],
      [1, has('/nowhere/new.db. Check the path. [replica-missing]')],
      [
        2,
        has(
          '“hub.example” is not a hub address. Give an address that starts with http:// or https://. [hub-address-invalid]',
        ),
      ],
      [5, has('cannot be reached. Check the network and the address; Concord tries again. [hub-unreachable]')],
      [1, has('[token-file-unreadable]')],
    ]);
    expect([readdirSync(folder), readFileSync(path('letter.db')).equals(letter)]).toEqual([before, true]);
  });

  test('SF-07 SC-10 a replica that is damaged, locked, in use, or a hub’s own database', async () => {
    const { url, file, hubFile } = await setDesk(schema, 'note');
    const [good, damaged] = [file('good.db'), file('damaged.db')];
    await object('sync', '--replica', good, '--hub', url);
    copyFileSync(good, damaged);
    const bytes = readFileSync(damaged);
    writeFileSync(damaged, bytes.fill(0xa5, 4096, bytes.length - 4096));
    const lock = otherProgram(`${good}-concord-lock`);
    lock.exec('begin exclusive');
    expect(await endings(['status', '--replica', damaged], ['sync', '--replica', hubFile, '--hub', url])).toEqual([
      [1, has('damaged.db is damaged. Restore it from a back-up, or start a new replica. [replica-damaged]')],
      [1, has('hub.db is a hub’s database, not a replica. Choose another file. [replica-is-hub]')],
    ]);
    // A second Concord may look and decide; only a session has to wait (Decisions 18).
    expect(await endings(['sync', '--replica', good])).toEqual([
      [1, has('Another Concord is already synchronising this replica')],
    ]);
    expect(await object('status', '--replica', good)).toMatchObject({ lastSession: { session: 1 } });
  });

  const isRoot = process.getuid?.() === 0;
  if (isRoot) console.warn('Access rights do not bind root: the test of a replica that may only be read is skipped.');
  test.skipIf(isRoot)('SF-07 a replica that may only be read', async () => {
    const { url, file } = await setDesk(schema, 'note');
    await object('sync', '--replica', file('a.db'), '--hub', url);
    chmodSync(file('a.db'), 0o444);
    expect(await endings(['sync', '--replica', file('a.db')])).toEqual([[1, has('a.db cannot be written.')]]);
  });
});

describe('a hub that cannot be used', () => {
  test('CL-01 SF-07 wrong path, no hub at all, a scope it does not serve, a token it does not know', async () => {
    const page = await startHttpServer({
      answer: () => (response) => {
        response.setHeader('content-type', 'text/html');
        response.end('<html><body>Welcome to the printer</body></html>');
      },
    });
    const tokens = join(temporaryFolder(), 'tokens.txt');
    writeFileSync(tokens, 'ann the-right-token-of-ann\n');
    const wrong = join(temporaryFolder(), 'wrong.txt');
    writeFileSync(wrong, 'wrong-token\n');
    const { url, file } = await setDesk(schema, 'note', '--token-file', tokens);
    let count = 0;
    const to = (hub: string, ...more: readonly string[]): string[] => [
      'sync',
      '--replica',
      file(`r${count++}.db`),
      '--hub',
      hub,
      ...more,
    ];
    const before = readdirSync(join(file('x'), '..')).toSorted();
    expect(
      await endings(
        to(`http://127.0.0.1:${page.port}/`),
        to(url),
        to(url, '--token-file', wrong),
        to(url, '--token-file', tokens, '--scope', 'nope'),
      ),
    ).toEqual([
      [5, has('is not a Dotmim.Sync hub. Check the address; the details show what it answered. [hub-is-no-hub]')],
      [
        1,
        has('The hub does not accept the credentials (401). Sign in again or ask for a new token. [hub-credentials]'),
      ],
      [1, has('[hub-credentials]')],
      [
        1,
        has(
          'The hub does not serve a scope “nope”. Check the scope’s name; the hub’s page lists its scopes. [scope-unknown]',
        ),
      ],
    ]);
    expect(readdirSync(join(file('x'), '..')).toSorted()).toEqual(before);
    expect(await object('sync', '--replica', file('ok.db'), '--hub', url, '--token-file', tokens)).toMatchObject({
      downloaded: 1,
    });
  });

  test('SC-10 two first sessions of one file at once: one is refused, and takes nothing of the other’s away', async () => {
    const { url, file } = await setDesk(schema, 'note');
    const tries = await Promise.all([1, 2, 3].map(() => concord('sync', '--replica', file('a.db'), '--hub', url)));
    const refused = tries.filter(({ code }) => code !== 0);
    expect(refused.map(({ code, err }) => [code, err])).toEqual(refused.map(() => [1, has('[session-running]')]));
    expect(refused.length).toBeLessThan(tries.length);
    expect(await object('status', '--replica', file('a.db'))).toMatchObject({ tables: [{ table: 'note', rows: 1 }] });
    expect(await object('sync', '--replica', file('a.db'))).toMatchObject({ mode: 'delta' });
  });

  test('another hub with the same tables is not taken for ours; a re-read takes its data over', async () => {
    const [ours, other] = await Promise.all([setDesk(schema, 'note'), setDesk(schema, 'note')]);
    edit(other.hubFile, `update note set title = 'Theirs'`);
    const replica = ours.file('a.db');
    await object('sync', '--replica', replica, '--hub', ours.url);
    edit(replica, `insert into note values ('n2', 'waiting')`);
    expect(await endings(['sync', '--replica', replica, '--hub', other.url])).toEqual([
      [1, has(`The hub at ${other.url} is not the one that this replica belongs to. Check the address.`)],
    ]);
    expect(rowsIn(other.hubFile, 'note')).toEqual([['n1', 'Theirs']]);
    expect(await object('status', '--replica', replica)).toMatchObject({ hub: ours.url, waiting: { changes: 1 } });
    const taken = await concord('sync', '--replica', replica, '--hub', other.url, '--type', 'reinitialize', '--json');
    expect(taken).toMatchObject({ code: 3, lines: [{ downloaded: 1, uploaded: 0, conflicts: 1 }] });
    expect(rowsIn(replica, 'note')).toEqual([['n1', 'Theirs']]);
    expect(await concord('sync', '--replica', replica)).toMatchObject({ code: 3 });
    expect(await endings(['sync', '--replica', replica, '--hub', ours.url])).toEqual([[1, has('[replica-other-hub]')]]);
  });

  test('CL-03 ST-02 SF-07 a hub that is gone: 5, the same in JSON, and status says so afterwards', async () => {
    const { url, file, hub } = await setDesk(schema, 'note');
    await object('sync', '--replica', file('a.db'), '--hub', url);
    expect(await object('status', '--replica', file('a.db'))).toMatchObject({ state: 'connected/up-to-date' });
    hub.signal('SIGTERM');
    expect(await hub.ended()).toMatchObject({ code: 0, err: '' });
    const { code, lines, err } = await concord('sync', '--replica', file('a.db'), '--json');
    expect([code, lines, err]).toEqual([
      5,
      [
        {
          error: expect.objectContaining({
            code: 'hub-unreachable',
            retryable: true,
            message: has('cannot be reached.'),
            cure: has('tries again'),
          }) as unknown,
        },
      ],
      has('[hub-unreachable]'),
    ]);
    expect(await object('status', '--replica', file('a.db'))).toMatchObject({
      hub: url,
      state: expect.stringMatching(/^hub-not-answering\//) as unknown,
      lastSession: { session: 2, result: 'interrupted', code: 'hub-unreachable' },
    });
  });

  test('HB-01 CL-05 a database that cannot be served, a port that is taken, an address that needs tokens', async () => {
    const { url, file, hubFile } = await setDesk(schema, 'note');
    const other = file('other.db');
    edit(other, `create table good (id integer primary key); create table no_key (a integer, b text);`);
    const before = readFileSync(other);
    const hub = (...args: readonly string[]): string[] => ['hub', '--database', other, ...args];
    expect(
      await endings(
        hub('--tables', 'good,no_key'),
        hub('--tables', 'nowhere'),
        hub(),
        hub('--tables', 'good', '--policy', 'mine'),
        hub('--tables', 'good', '--error-policy', 'ignore'),
        hub('--tables', 'good', '--direction', 'good=up'),
        hub('--tables', 'good', '--direction', 'other=upload-only'),
        hub('--tables', 'good', '--token-file', file('none.txt')),
        ['hub', '--database', file('none.db'), '--tables', 'good'],
      ),
    ).toEqual([
      [
        1,
        has(
          'the table no_key has no primary key. Nothing was changed in it; mend that, or choose another one. [database-unsuitable]',
        ),
      ],
      [1, has('there is no table nowhere.')],
      [2, has('--tables is needed the first time')],
      [2, has('--policy mine: allowed are server-wins, client-wins.')],
      [2, has('--error-policy ignore: allowed are refuse, retry, continue, throw.')],
      [2, has('TABLE=both|download-only|upload-only|none is expected.')],
      [2, has('--direction names other, which is not among --tables.')],
      [1, has('[token-file-unreadable]')],
      [1, has('[replica-missing]')],
    ]);
    expect([readFileSync(other).equals(before), existsSync(file('none.db'))]).toEqual([true, false]);
    expect(
      await endings(
        ['hub', '--database', hubFile, '--port', new URL(url).port],
        ['hub', '--database', hubFile, '--host', '0.0.0.0'],
      ),
    ).toEqual([
      [1, has(`Port ${new URL(url).port} is in use. Choose another one, or 0 for any free one. [port-in-use]`)],
      [
        1,
        has(
          'A hub that listens beyond this computer needs tokens. Make one with concord hub token create, or give --token-file FILE. [token-needed]',
        ),
      ],
    ]);
  });
});
