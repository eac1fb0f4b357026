// `concord doctor` as a person runs it on Concord's own replica: well, then with records that no session would settle
// (SF-10, CL-01). Files of stock clients are examined where real peers are (test/interop).

import { expect, test } from 'vitest';
import { edit } from '../../support/replica-app.ts';
import { concord, object, setDesk } from './commands.ts';

const schema = `create table note (id varchar(10) primary key, title varchar(40));
  insert into note values ('n1', 'one'), ('n2', 'two'), ('n3', 'three');`;

test('SF-10 it says that nothing is lost, or names the records with the way to repair; nothing is changed', async () => {
  const { url, file } = await setDesk(schema, 'note');
  const replica = file('a.db');
  await object('sync', '--replica', replica, '--hub', url);
  edit(replica, `update note set title = 'waits' where id = 'n1'`);
  expect(await concord('doctor', '--replica', replica)).toMatchObject({
    code: 0,
    out: `3 rows of 1 table compared: concord replica, concord hub.\nnote  note: Waits here to be sent: 1 change.\n      Synchronise.\nNo record is lost.\n`,
  });
  // As if they had been written while nobody noted changes.
  edit(
    replica,
    `update _concord_clock set applying = 1`,
    `update note set title = 'other' where id = 'n2'`,
    `delete from note where id = 'n3'`,
    `insert into note values ('n4', 'alone')`,
    `update _concord_clock set applying = 0`,
  );
  const { code, lines } = await concord('doctor', '--replica', replica, '--hub', url, '--json');
  expect([code, lines]).toMatchObject([
    4,
    [
      {
        replica: 'concord',
        hub: 'concord',
        rows: 3,
        findings: [
          { kind: 'diverged', severity: 'loss', table: 'note', count: 1, keys: [['n2']] },
          { kind: 'missing-here', count: 1, keys: [['n3']] },
          { kind: 'gone-there', count: 1, keys: [['n4']] },
          { kind: 'waiting', severity: 'note' },
        ],
      },
    ],
  ]);
  expect((await object('pending', '--replica', replica))['key']).toEqual({ id: 'n1' });
});

test('SF-10 a file that is no replica, or none at all, is refused in words', async () => {
  const { hubFile, url, file } = await setDesk(schema, 'note');
  const own = file('own.db');
  edit(own, 'create table own (id integer primary key)');
  const ends = await Promise.all(
    [own, file('none.db'), hubFile].map((path) => concord('doctor', '--replica', path, '--hub', url)),
  );
  expect(ends.map(({ code, err }) => [code, /\[(.*)\]/.exec(err)?.[1]])).toEqual([
    [1, 'replica-not-connected'],
    [1, 'replica-missing'],
    [1, 'replica-is-hub'],
  ]);
});
