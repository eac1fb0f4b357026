// A token that pins parameters (HB-04, W-261): over HTTP, on both stores.

import { describe, expect, test } from 'vitest';
import { makeToken } from '../../main/hub/tokens.ts';
import type { Pinned } from '../../main/hub/stores/token-book.ts';
import { expectOnly, filteredStage, of } from '../support/filtered.ts';
import { bindings, type Stage } from '../support/stage.ts';

const tokenFor = async (stage: Stage, pinned: Pinned | null, name = 'ann'): Promise<string> => {
  const grant = { name, kind: 'client', scopes: null, expiresAt: null, pinned } as const;
  return (await makeToken(stage.store, grant, new Date())).token;
};

describe.each(bindings.filter((binding) => binding !== 'in process'))('HB-04 pinned parameters %s', (binding) => {
  test('are set where they are not given, and may be given as they are', async () => {
    const stage = await filteredStage(binding);
    const token = await tokenFor(stage, { Customer: 'c1' });
    const a = await stage.replica('A');
    await a.sync({ token });
    expectOnly(stage, a, ['c1']);
    const b = await stage.replica('B');
    await b.sync({ token, ...of('c1') });
    expectOnly(stage, b, ['c1']);
  });

  test('another value is refused, nothing selected', async () => {
    const stage = await filteredStage(binding);
    const token = await tokenFor(stage, { customer: 'c1' });
    const a = await stage.replica('A');
    await expect(a.sync({ token, ...of('c2') })).rejects.toMatchObject({
      code: 'parameters-refused',
      message: 'The parameters do not fit the scope: the token is bound to another value of customer.',
    });
    expect(a.replica.tables().size).toBe(0);
  });

  test('a scope that does not filter by them is refused', async () => {
    const stage = await filteredStage(binding, { scopes: [{ name: 'plain', tables: ['employee'] }] });
    const token = await tokenFor(stage, { customer: 'c1' });
    const a = await stage.replica('A');
    await expect(a.sync({ token, scope: 'plain' })).rejects.toMatchObject({
      code: 'parameters-refused',
      message: /bound to customer, by which the scope plain does not filter/,
    });
  });

  test('a token that is made for other values: its replica reads everything anew', async () => {
    const stage = await filteredStage(binding);
    const a = await stage.replica('A');
    const first = await tokenFor(stage, { customer: 'c1' });
    await a.sync({ token: first });
    await stage.store.tokens.revoke(1);
    const second = await tokenFor(stage, { customer: 'c2' });
    await a.sync({ token: second });
    expectOnly(stage, a, ['c2']);
    await a.sync({ token: second });
    expectOnly(stage, a, ['c2']);
  });

  test('what no scope knows, or is no value, is no token', async () => {
    const stage = await filteredStage(binding);
    await expect(tokenFor(stage, { colour: 'red' })).rejects.toMatchObject({ code: 'value-invalid' });
    await expect(tokenFor(stage, { customer: null })).rejects.toMatchObject({ code: 'parameters-refused' });
  });
});
