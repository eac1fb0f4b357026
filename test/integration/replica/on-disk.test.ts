// When what is written must be on the disk (Decisions 1, 5): always, but for what a later transaction takes along.

import { expect, test } from 'vitest';
import { openWriter, type Writer } from '../../../main/sqlite/database.ts';
import { writeTransaction } from '../../../main/sqlite/transaction.ts';
import { categoryScene, insert } from '../../support/category.ts';
import { temporaryFile } from '../../support/files.ts';
import { bindings } from '../../support/stage.ts';

/** 2 = a commit waits for the disk, 1 = it does not. */
const waits = (db: Pick<Writer, 'value'>): unknown => db.value('pragma synchronous');

test('a transaction waits for the disk, before and after one that need not', async () => {
  const db = openWriter(temporaryFile(), { create: true });
  const seen = (): unknown => waits(db);
  expect(await writeTransaction(db, seen)).toBe(2);
  expect(await writeTransaction(db, seen, { later: true })).toBe(1);
  const broken = (): never => {
    throw new Error('broken');
  };
  await expect(writeTransaction(db, broken, { later: true })).rejects.toThrow('broken');
  expect(await writeTransaction(db, seen)).toBe(2);
  db.close();
});

test('what a session offers is marked on the disk before it leaves; an idle session leaves all as it was', async () => {
  const [binding] = bindings;
  if (!binding) throw new Error('there is no binding');
  const { a } = await categoryScene({ binding }, '');
  await a.sync();
  expect(waits(a.replica.db)).toBe(2);
  a.db.exec(insert('N', 'New'));
  const marked: unknown[] = [];
  await a.sync({
    remote: (remote) => ({
      ...remote,
      async sendChanges(request) {
        marked.push(waits(a.replica.db), a.replica.db.inTransaction);
        return remote.sendChanges(request);
      },
    }),
  });
  expect(marked).toEqual([2, false]);
  expect(waits(a.replica.db)).toBe(2);
});
