// The two-session story by commands alone: a conflict, its decision, the session that carries it, and the way back (CL-01,
// CL-02, CL-03). Every object is compared whole: the members are a contract.

import { expect, test } from 'vitest';
import { edit, rowsIn } from '../../support/replica-app.ts';
import { concord, object, setDesk } from './commands.ts';

const schema = `create table note (id varchar(10) primary key, title varchar(40), amount decimal(12, 2), photo blob, big bigint);
  insert into note values ('n1', 'Start', '1.5', x'0102ff', 9007199254740993), ('n2', 'Other', null, null, null);`;

const instant = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/) as unknown;
const number = expect.any(Number) as unknown;

/** The summary of a session in which nothing happened but what is told. */
const session = (told: Record<string, unknown>): Record<string, unknown> => ({
  mode: 'delta',
  uploaded: 0,
  downloaded: 0,
  appliedHere: 0,
  appliedHub: 0,
  failedHere: 0,
  failedHub: 0,
  resolvedHere: 0,
  resolvedHub: 0,
  conflicts: 0,
  undecided: 0,
  waiting: { changes: 0, records: 0 },
  requests: number,
  bytesSent: number,
  bytesReceived: number,
  ms: number,
  ...told,
});

test('CL-01 CL-02 CL-03 conflict → resolve → sync → confirmed → undo, by commands only', async () => {
  const { url, ready, file, hubFile } = await setDesk(schema, 'note');
  expect(ready).toEqual({
    url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/$/),
    scope: 'DefaultScope',
    tables: ['note'],
  });
  const [a, b] = [file('a.db'), file('b.db')];
  const first = session({ session: 1, mode: 'first', downloaded: 2, appliedHere: 2 });
  expect(await Promise.all([a, b].map((replica) => object('sync', '--replica', replica, '--hub', url)))).toEqual([
    first,
    first,
  ]);

  edit(a, `update note set title = 'A' where id = 'n1'`);
  edit(
    b,
    `update note set title = 'B', amount = '2.25', big = 9007199254740995 where id = 'n1'`,
    `delete from note where id = 'n2'`,
  );
  expect((await concord('pending', '--replica', b, '--json')).lines).toEqual([
    {
      table: 'note',
      key: { id: 'n1' },
      operation: 'update',
      columns: [
        { column: 'title', old: 'Start', new: 'B' },
        { column: 'amount', old: '1.5', new: '2.25' },
        { column: 'big', old: '9007199254740993', new: '9007199254740995' },
      ],
    },
    {
      table: 'note',
      key: { id: 'n2' },
      operation: 'delete',
      columns: [
        { column: 'id', old: 'n2' },
        { column: 'title', old: 'Other' },
        { column: 'amount', old: null },
        { column: 'photo', old: null },
        { column: 'big', old: null },
      ],
    },
  ]);
  expect(await object('sync', '--replica', a)).toEqual(session({ session: 2, uploaded: 1, appliedHub: 1 }));

  const raised = await concord('sync', '--replica', b, '--json');
  expect(raised).toMatchObject({
    code: 3,
    lines: [
      session({
        session: 2,
        uploaded: 2,
        downloaded: 1,
        appliedHere: 1,
        appliedHub: 1,
        resolvedHere: 1,
        resolvedHub: 1,
        conflicts: 1,
        undecided: 1,
      }),
    ],
  });

  expect(await object('status', '--replica', b)).toEqual({
    hub: url,
    scope: 'DefaultScope',
    state: 'connected/needs-you',
    waiting: { changes: 0, records: 0 },
    undecided: 1,
    decided: 0,
    errors: 0,
    notAdopted: 0,
    lastSession: { session: 2, mode: 'delta', result: 'done', started: instant, ended: instant, code: null },
    tables: [{ table: 'note', rows: 1, waiting: { changes: 0, records: 0 }, conflicts: 1 }],
  });
  const conflict = {
    id: 1,
    table: 'note',
    key: { id: 'n1' },
    type: 'local-update/hub-update',
    state: 'undecided',
    columns: ['title', 'amount', 'big'],
    base: { id: 'n1', title: 'Start', amount: '1.5', photo: { base64: 'AQL/' }, big: '9007199254740993' },
    mine: { id: 'n1', title: 'B', amount: '2.25', photo: { base64: 'AQL/' }, big: '9007199254740995' },
    theirs: { id: 'n1', title: 'A', amount: '1.5', photo: { base64: 'AQL/' }, big: '9007199254740993' },
    decision: null,
    session: 2,
    at: instant,
  };
  expect((await concord('conflicts', 'list', '--replica', b, '--json')).lines).toEqual([conflict]);
  expect(await object('conflicts', 'show', '1', '--replica', b)).toEqual({
    ...conflict,
    history: expect.any(Array) as unknown,
  });

  expect(await object('conflicts', 'resolve', '1', '--keep', 'mine', '--replica', b)).toEqual({
    decided: 1,
    refused: [],
  });
  const decided = { ...conflict, state: 'decided', decision: { keep: 'mine', by: 'Ann', at: instant } };
  expect((await concord('conflicts', 'list', '--replica', b, '--json')).lines).toEqual([decided]);
  expect(await object('status', '--replica', b)).toMatchObject({
    state: 'connected/waiting',
    waiting: { changes: 3, records: 1 },
    undecided: 0,
    decided: 1,
  });

  expect(await object('sync', '--replica', b)).toEqual(session({ session: 3, uploaded: 1, appliedHub: 1 }));
  expect(rowsIn(hubFile, 'note')).toEqual([['n1', 'B', 2.25, Buffer.from([1, 2, 255]), 9007199254740995n]]);
  expect((await concord('conflicts', 'list', '--state', 'confirmed', '--replica', b, '--json')).lines).toEqual([
    { ...decided, state: 'confirmed' },
  ]);
  expect(await object('sync', '--replica', a)).toMatchObject({ downloaded: 2, appliedHere: 2, conflicts: 0 });

  expect(await object('conflicts', 'undo', '1', '--replica', b)).toEqual({ id: 1, state: 'undone' });
  expect(await object('sync', '--replica', b)).toMatchObject({ session: 4, uploaded: 1, appliedHub: 1 });
  expect(rowsIn(hubFile, 'note')).toEqual([['n1', 'A', 1.5, Buffer.from([1, 2, 255]), 9007199254740993n]]);
  const sessions = (await concord('sessions', '--replica', b, '--json')).lines;
  expect(sessions).toMatchObject([4, 3, 2, 1].map((no) => ({ session: no, result: 'done', code: null })));
  expect((await concord('sessions', '--replica', b, '--limit', '1', '--json')).lines).toEqual(sessions.slice(0, 1));
});

/** Replica B with conflicts over n1 and n2, both undecided. */
async function conflicted(): Promise<{ readonly b: string; readonly hubFile: string }> {
  const { url, file, hubFile } = await setDesk(schema, 'note');
  const b = file('b.db');
  await object('sync', '--replica', b, '--hub', url);
  edit(b, `update note set title = 'B' || id, amount = 7`);
  edit(hubFile, `update note set title = 'H' || id, big = 5`);
  expect(await concord('sync', '--replica', b)).toMatchObject({
    code: 3,
    out: expect.stringContaining('2 conflicts raised, 2 undecided; 0 changes in 0 records waiting.') as unknown,
  });
  return { b, hubFile };
}

test('CL-04 RS: columns taken and typed, none, all; what cannot be is refused with its code', async () => {
  const { b, hubFile } = await conflicted();
  const resolve = (...args: readonly string[]): ReturnType<typeof concord> =>
    concord('conflicts', 'resolve', ...args, '--replica', b, '--json');
  const told = (code: number, text: string): object => ({ code, err: expect.stringContaining(text) as unknown });
  const wrong = await Promise.all([
    resolve('1', '--set', 'amount=many'),
    resolve('1', '--set', 'nowhere=1'),
    resolve('1', '--set', 'amount'),
    resolve('1', '--take', 'title=ours'),
    resolve('1', '--keep', 'mine', '--take', 'title=mine'),
    resolve('1', '--keep', 'both'),
    resolve('1'),
    resolve('--all', '--keep', 'mine'),
    resolve('1', '--all', '--keep', 'mine'),
    resolve('one', '--keep', 'mine'),
  ]);
  expect(wrong).toMatchObject([
    told(3, '[value-invalid]'),
    told(2, 'has no column “nowhere”. The columns are: id, title, amount, photo, big. [column-unknown]'),
    told(2, '“amount” is not COLUMN=VALUE. See --help. [usage]'),
    told(2, '“ours” is no side: mine, theirs or base. See --help. [usage]'),
    told(2, 'not both'),
    told(2, '--keep both: mine or theirs is allowed.'),
    told(2, 'Say what to keep'),
    told(2, 'Without a terminal to ask on, --yes is needed.'),
    told(2, 'Name one conflict, or --all.'),
    told(2, '“one” is no conflict number.'),
  ]);
  expect(await object('status', '--replica', b)).toMatchObject({ undecided: 2, decided: 0 });

  expect((await resolve('1', '--take', 'title=theirs', '--set', 'amount=12.5', '--set-null', 'big')).lines).toEqual([
    { decided: 1, refused: [] },
  ]);
  expect(await resolve('1', '--keep', 'mine')).toMatchObject({
    code: 3,
    lines: [{ decided: 0, refused: [{ id: 1, code: 'conflict-not-open' }] }],
    err: expect.stringContaining('Conflict 1 is decided and needs no decision.') as unknown,
  });
  expect(await resolve('77', '--keep', 'mine')).toMatchObject({
    code: 3,
    lines: [{ decided: 0, refused: [{ id: 77, code: 'conflict-unknown' }] }],
  });
  expect(await resolve('--all', '--keep', 'theirs', '--yes')).toMatchObject({
    code: 0,
    lines: [{ decided: 1, refused: [] }],
  });
  expect(await object('sync', '--replica', b)).toMatchObject({ uploaded: 1, appliedHub: 1, undecided: 0 });
  expect(rowsIn(hubFile, 'note').map(([id, title, amount, , big]) => [id, title, amount, big])).toEqual([
    ['n1', 'Hn1', 12.5, null],
    ['n2', 'Hn2', null, 5],
  ]);
  expect((await concord('conflicts', 'list', '--replica', b, '--json')).lines).toMatchObject([
    { id: 2, state: 'confirmed' },
    { id: 1, state: 'confirmed' },
  ]);
});
