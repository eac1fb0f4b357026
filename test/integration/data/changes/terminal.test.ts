// `concord revert` does in the terminal what Changes does in the window (PD-03, CL-02).

import { expect, test } from 'vitest';
import { startProgram } from '../../../support/program.ts';
import { rowsIn } from '../../../support/replica-app.ts';
import { openScene, waitingIn } from './scene.ts';

test('a column is reverted and that undone; what is wrong is said with its code (PD-03, CL-01)', async () => {
  const scene = await openScene(`update "order" set amount = '11', done = 1 where id = 1`);
  const run = async (...args: string[]): Promise<{ code: number | null; out: string; err: string }> =>
    startProgram('revert', '--replica', scene.file, ...args).ended();
  const done = await run('--table', 'order', '--key', '{"id": 1}', '--column', 'amount', '--json');
  expect([done.code, JSON.parse(done.out)]).toEqual([0, { revert: 1, changes: 1, records: 1, sent: 0 }]);
  expect(rowsIn(scene.file, 'order')[0]?.slice(0, 3)).toEqual([1, 'S-1', 10.5]);
  expect(await waitingIn(scene)).toEqual({ changes: 1, records: 1 });
  expect((await run('--undo', '1')).out).toBe('revert 1 is undone: 1 change in 1 record\n');
  expect(await waitingIn(scene)).toEqual({ changes: 2, records: 1 });
  expect(await run('--table', 'order', '--key', '77')).toMatchObject({
    code: 1,
    err: expect.stringContaining('[change-unknown]') as string,
  });
  expect(await run('--table', 'order', '--key', 'oops')).toMatchObject({ code: 2 });
});
