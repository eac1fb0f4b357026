// A SQLite file that a stock client keeps: Concord knows it, says why it does not take it over, and leaves it as it is (SF-10).

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openReplica } from '../../main/replica/replica.ts';
import { categorySchema, insert, nameIn, rename } from '../support/category.ts';
import { dump } from '../support/replica-app.ts';
import { nothing } from './checks.ts';
import { concordHubs, setScene, withPeers } from './scene.ts';

withPeers('the file of a real stock client', () => {
  test.each(concordHubs)('is refused with what waits in it, untouched, and its client goes on, %s', async (kind) => {
    const scene = await setScene({ kind, schema: categorySchema() + insert('R', 'Start'), tables: ['category'] });
    const a = scene.stock('A');
    await a.counts();
    a.db.exec(rename('R', 'waits') + insert('NEW', 'waits too'));
    a.db.pragma('wal_checkpoint(truncate)');
    const before = [dump(a.file), createHash('sha256').update(readFileSync(a.file)).digest('hex')];
    for (const create of [true, false])
      await expect(openReplica(a.file, { create })).rejects.toMatchObject({
        code: 'replica-stock-client',
        message: 'A.sqlite belongs to a .NET program; records that wait in it to be sent: 2.',
      });
    expect([dump(a.file), createHash('sha256').update(readFileSync(a.file)).digest('hex')]).toEqual(before);
    expect(await a.counts()).toEqual({ ...nothing, U: 2, AS: 2 });
    expect([nameIn(scene, 'R'), nameIn(scene, 'NEW')]).toEqual(['waits', 'waits too']);
  });
});
