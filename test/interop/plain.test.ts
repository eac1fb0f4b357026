// Plain inserts, updates and deletes with real peers, each scenario in its turn: a stock client, then a Concord replica, at each
// kind of hub, with the counters of CONFORMANCE 10.

import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { commonSchema } from '../support/common-model.ts';
import { nothing, plain, sameTables } from './checks.ts';
import { hubKinds, setScene, withPeers } from './scene.ts';

const tables = { employee: 'employee_id', tag: 'tag_id', product: 'product_id', address: 'address_id' };

/** A scenario: what the hub and each replica (1, 2) write, and how many rows come down to each of them. */
interface Turn {
  readonly id: string;
  readonly hub?: string;
  readonly each?: (no: number) => string;
  readonly down: readonly [number, number];
  readonly up?: number;
  /** A row is updated that the stock client may have forgotten: to it that is a conflict, which the hub's row wins (CG-g1). */
  readonly isUpdate?: boolean;
}

const blob = (): string => `x'${randomBytes(20_000).toString('hex')}'`;

const turns: readonly Turn[] = [
  { id: 'H7', hub: `insert into employee values (10, 'H7', null)`, down: [1, 1] },
  {
    id: 'H8',
    hub: `insert into employee values (11, 'H8', null), (12, 'H8', null); insert into tag values (11, 'H8'), (12, 'H8')`,
    down: [4, 4],
  },
  {
    id: 'H9',
    hub: `insert into tag values (13, 'first'); update tag set label = 'last' where tag_id = 13`,
    down: [1, 1],
  },
  { id: 'H10', each: (no) => `insert into tag values (${20 + no}, 'H10')`, down: [0, 1], up: 1 },
  {
    id: 'H11',
    each: (no) => `insert into tag values (${30 + no}, 'H11'), (${40 + no}, 'H11');
      insert into employee values (${30 + no}, 'H11', null), (${40 + no}, 'H11', null)`,
    down: [0, 4],
    up: 4,
  },
  {
    id: 'H13',
    hub: `delete from employee where employee_id = 10; insert into employee values (13, 'H13', 'new')`,
    down: [2, 2],
  },
  {
    id: 'H14',
    hub: `insert into product (product_id, name, photo) values ('b', 'ten bytes', x'00010203040506070809')`,
    down: [1, 1],
  },
  { id: 'H16', hub: `update employee set first = 'H16' where employee_id = 11`, down: [1, 1], isUpdate: true },
  {
    id: 'H17',
    each: (no) => `update address set line2 = 'H17', city = 'of ${no}' where address_id = ${no}`,
    down: [0, 1],
    up: 1,
    isUpdate: true,
  },
  {
    id: 'H18',
    each: (no) => `update address set line2 = null where address_id = ${no}`,
    down: [0, 1],
    up: 1,
    isUpdate: true,
  },
  { id: 'H19 to null', hub: `update address set line2 = null where address_id = 4`, down: [1, 1], isUpdate: true },
  { id: 'H19 to text', hub: `update address set line2 = 'again' where address_id = 4`, down: [1, 1], isUpdate: true },
  { id: 'H20', hub: `delete from tag where tag_id = 13`, down: [1, 1] },
  {
    id: 'H41 from the hub',
    hub: `insert into product (product_id, name, photo) values ('h', 'blob', ${blob()})`,
    down: [1, 1],
  },
  {
    id: 'H41 from each',
    each: (no) => `insert into product (product_id, name, photo) values ('r${no}', 'blob', ${blob()})`,
    down: [0, 1],
    up: 1,
  },
];

withPeers('plain changes with real peers', () => {
  test.each(hubKinds)(
    'H7 H8 H9 H10 H11 H13 H14 H16 H17 H18 H19 H20 H41 in their turn, then H21: everybody deletes the same rows, %s',
    async (kind) => {
      const scene = await setScene({ kind, schema: commonSchema, tables: Object.keys(tables), batchKb: 100 });
      const [a, b] = [scene.stock('A'), await scene.concord('B')];
      await a.counts();
      await b.counts();
      for (const { id, hub, each, down, up = 0, isUpdate = false } of turns) {
        if (hub !== undefined) scene.hubDb.exec(hub);
        for (const [at, { db }] of [a, b].entries()) if (each) db.exec(each(at + 1));
        const counts = [await a.counts(), plain(await b.counts())];
        const RC: unknown = isUpdate ? expect.any(Number) : 0;
        const told = down.map((rows) => ({ ...nothing, D: rows, AC: rows, U: up, AS: up }));
        expect(counts, id).toEqual([{ ...told[0], RC }, told[1]]);
        expect(await a.counts(), id).toEqual({ ...nothing, D: up, AC: up, RC });
        sameTables(scene, [a, b], tables);
      }
      for (const { db } of [a, b]) db.exec('delete from tag where tag_id in (11, 12)');
      expect(await a.counts()).toEqual({ ...nothing, U: 2, AS: 2 });
      expect(plain(await b.counts())).toEqual({ ...nothing, D: 2, U: 2, RC: 2 });
      expect([await a.counts(), plain(await b.counts())]).toEqual([nothing, nothing]);
      sameTables(scene, [a, b], tables);
      expect(b.inbox.list({ limit: 10, offset: 0 }).entries).toEqual([]);
    },
  );
});
