// Tokens from the terminal, beside a hub that runs (HB-04, CL-02, CL-05).

import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { concord, object, setDesk } from './commands.ts';

test('HB-04 CL-02 a token is made, used, listed without its secret and revoked while the hub runs', async () => {
  const { hubFile, url, file } = await setDesk('create table note (id int primary key, title text)', 'note');
  const database = ['--database', hubFile];
  const made = await concord('hub', 'token', 'create', ...database, '--name', 'anna', '--expires', '2099-12-31');
  const token = made.out.trim();
  expect([made.code, token]).toEqual([0, expect.stringMatching(/^concord_[\w-]{43}$/)]);
  expect(made.err).toContain(
    'Token 1 for anna (client, all scopes, until 2100-01-01T00:00:00.000Z). It is shown only now',
  );
  writeFileSync(file('token'), `${token}\n`);
  const sync = ['sync', '--replica', file('anna.db'), '--hub', url, '--token-file', file('token')];
  expect((await concord(...sync)).code).toBe(0);

  const [listed, taken, unknown, wrongKind, wrongDay] = await Promise.all([
    concord('hub', 'token', 'list', ...database),
    concord('hub', 'token', 'create', ...database, '--name', 'anna'),
    concord('hub', 'token', 'revoke', 'bob', ...database),
    concord('hub', 'token', 'create', ...database, '--name', 'bob', '--kind', 'boss'),
    concord('hub', 'token', 'create', ...database, '--name', 'bob', '--expires', 'soon'),
  ]);
  expect(listed.out).toMatch(/^no {2}name {2}kind .*\n1 {3}anna {2}client {2}all .* 2100-01-01 00:00 {2}valid\n$/);
  expect(listed.out).not.toContain(token.slice(8));
  expect([taken, unknown, wrongKind, wrongDay].map(({ code, out }) => [code, out])).toEqual([
    [1, ''],
    [1, ''],
    [2, ''],
    [2, ''],
  ]);
  expect(taken.err).toContain('[token-name-taken]');
  expect(unknown.err).toContain('[token-unknown]');
  expect(wrongKind.err).toContain('--kind boss: allowed are client, monitor and admin.');
  expect(wrongDay.err).toContain('--expires soon: a day such as 2027-01-31, an instant, or 90d is expected.');

  expect(await object('hub', 'token', 'revoke', 'anna', ...database)).toMatchObject({ no: 1, state: 'revoked' });
  const refused = await concord(...sync);
  expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('[hub-credentials]')]);
});
