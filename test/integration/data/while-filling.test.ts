// A window that reads while a first session fills the file: what is not there yet is not told (law 6, Decisions 9).

import { expect, test } from 'vitest';
import { openTestApp, sync } from '../../support/replica-app.ts';
import { shopHub } from '../../support/shop.ts';

test('tables that a first session is making are no tables for a reader until they are there with their rows (ST-02, PR-05)', async () => {
  const hub = await shopHub();
  const app = await openTestApp({ hub: hub.url });
  const tables = async (): Promise<unknown[]> =>
    (await app.handlers['data.tables']({})).map(({ table, rows }) => [table.name, rows]);
  const meanwhile: unknown[] = [];
  hub.intercept = async ({ step }) => {
    // The end of the download is said before the commit.
    if (step === 11) meanwhile.push(await tables().catch((thrown: unknown) => thrown));
    return null;
  };
  expect((await sync(app)).result).toBe('done');
  expect(meanwhile).toEqual([[]]);
  expect(await tables()).toEqual(expect.arrayContaining([['orders', 6]]));
});
