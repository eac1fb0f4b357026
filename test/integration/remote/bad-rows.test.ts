// Downloads that are not what the schema or the summary says: no row of them is written (W-67, W-68, W-75, W-93, W-262; L5).

import { describe, expect, test } from 'vitest';
import { openTestApp, sync, userTables } from '../../support/replica-app.ts';
import type { Intercept } from '../../support/stock-hub.ts';
import { createBench, shopHub } from '../../support/shop.ts';
import { expectTold, meets } from './bad-hub.ts';
import { rewrite } from '../../support/faults.ts';

const row = '"r":[[16,2,"00000000-0000-0000-0000-000000000001","theirs"]]';
const rows = (text: string): Intercept => rewrite(7, (body) => body.replace(row, text));

const cases = [
  ['a cell more', rows('"r":[[16,2,null,"theirs","more"]]'), 'row-width'],
  ['a cell less', rows('"r":[[16,2,"theirs"]]'), 'row-width'],
  ['a column more', rewrite(7, (body) => body.replace('"c":[', '"c":[{"n":"colour","t":"17"},')), 'row-width'],
  ['columns of another table', rewrite(7, (body) => body.replace('"n":"title"', '"n":"heading"')), 'hub-answer-broken'],
  [
    'a table that the scope does not have',
    rewrite(7, (body) => body.replace('"n":"orders","s":"","c"', '"n":"salary","s":"","c"')),
    'table-not-in-scope',
  ],
  ['more rows than announced', rows('"r":[[16,2,null,"theirs"],[16,7,null,"more"]]'), 'delivery-short'],
  ['fewer rows than announced', rewrite(4, (body) => body.replace('"rc":1,"tn"', '"rc":2,"tn"')), 'delivery-short'],
  ['no rows', rows('"r":[]'), 'delivery-short'],
  ['no part at all', rewrite(7, (body) => body.replace(/"changes":\{.*\]\}\]\}/, '"changes":null')), 'delivery-short'],
  [
    'rows that were selected and are in no part (I2)',
    rewrite(4, (body) => body.replace('"u":1', '"u":3')),
    'delivery-short',
  ],
  ['a text in a number’s column', rows('"r":[[16,"two",null,"theirs"]]'), 'hub-answer-broken'],
  ['a number too wide for its column', rows('"r":[[16,99999999999,null,"theirs"]]'), 'hub-answer-broken'],
  ['a null in the key', rows('"r":[[16,null,null,"theirs"]]'), 'hub-answer-broken'],
  ['a guid that is none', rows('"r":[[16,2,"not-a-guid","theirs"]]'), 'hub-answer-broken'],
  ['a state that no row has on the wire (W-71)', rows('"r":[[32,2,null,"theirs"]]'), 'hub-answer-broken'],
  ['both states in one part (W-68)', rows('"r":[[16,2,null,"theirs"],[8,3,null,null]]'), 'hub-answer-broken'],
] as const;

describe('bad rows in an ordinary session', () => {
  test.each(cases)('%s', async (_, intercept, code) => {
    const ended = await meets(await createBench(), intercept, { code, result: 'failed' });
    expect(ended.summary.repeats).toBe(0);
  });
});

describe('bad rows in a first session, where rows are written while they arrive', () => {
  test.each(cases)('%s', async (_, intercept, code) => {
    const hub = await shopHub();
    hub.rows.remove('orders', ...[1, 2, 3, 4, 5, 6].map((key) => [key]));
    hub.rows.remove('customer', ...[1, 2, 3].map((n) => [`00000000-0000-0000-0000-00000000000${n}`]));
    hub.rows.put('orders', [2, '00000000-0000-0000-0000-000000000001', 'theirs']);
    hub.intercept = intercept;
    const app = await openTestApp({ hub: hub.url });
    const ended = await sync(app);
    expectTold(app, ended, { code, result: 'failed' });
    expect(userTables(app.replica.file)).toEqual([]);
    hub.intercept = null;
    expect(await sync(app)).toMatchObject({ summary: { mode: 'first', downloaded: 1 } });
  });
});
