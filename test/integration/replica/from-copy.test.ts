// A replica that starts from its hub's own file (R-165, M9).

import { join } from 'node:path';
import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { startFromCopy } from '../../../main/replica/from-copy.ts';
import { parametersHash } from '../../../main/wire/hash.ts';
import { expectSame, expectSettled } from '../../support/closing.ts';
import { expectSession } from '../../support/figures.ts';
import { temporaryFolder } from '../../support/files.ts';
import { schema } from '../../support/migration.ts';
import { openStageReplica, setStage, type Stage, type StageReplica } from '../../support/stage.ts';

const tables = { category: 'category_id' };
const key = { category_id: 'R' };

async function start({ hub, hubFile }: Stage, scope = 'DefaultScope'): Promise<StageReplica> {
  const folder = temporaryFolder();
  const file = join(folder, 'A.db');
  try {
    const hash = parametersHash([]);
    await startFromCopy({ source: hubFile, file, scope, hub: 'in process', hash, at: new Date() });
  } catch (thrown) {
    expect(existsSync(file)).toBe(false);
    throw thrown;
  }
  return openStageReplica({ folder, name: 'A', site: () => ({ hub, url: null }), options: {} });
}

test('M9 R-165 only what came since is heard; changes go both ways at once, the hub’s file is as before', async () => {
  const stage = await setStage({ binding: 'in process', schema, tables: ['category'] });
  const b = await stage.replica('B');
  await b.sync();
  b.db.exec(`update category set name = 'by B' where category_id = 'S'`);
  await b.sync();
  const objects = stage.hubObjects();
  const a = await start(stage);
  expect(stage.hubObjects()).toEqual(objects);
  expectSame(stage, [a], tables);
  stage.hubDb.exec(`insert into category values ('U', 'Fourth', 4); insert into category values ('V', 'Fifth', 5);
    delete from category where category_id = 'T'`);
  a.db.exec(`update category set name = 'by A' where category_id = 'R'`);
  await expectSession(a, 'D3 AC3 U1 AS1');
  expect(a.replica.records.read({ table: { name: 'category', schema: '' }, key })).toMatchObject({ name: 'by A' });
  await expectSettled(stage, [a, b], tables);
});

test('M9 R-165 another scope, another file, or filters: refused, and nothing is left', async () => {
  const stage = await setStage({ binding: 'in process', schema, tables: ['category'] });
  await expect(start(stage, 'v9')).rejects.toMatchObject({ code: 'scope-unknown' });
  const b = await stage.replica('B');
  await b.sync();
  await expect(start({ ...stage, hub: stage.hub, hubFile: b.file })).rejects.toMatchObject({ code: 'copy-unsuitable' });
  const column = { table: { name: 'category', schema: '' }, column: 'name', parameter: 'name' };
  const filters = {
    parameters: [{ name: 'name', type: 'text' as const }],
    filters: [{ table: column.table, equals: [column] }],
  };
  const setup = {
    tables: [{ ...column.table, columns: [], direction: 'both' as const }],
    filters: [],
    affixes: {},
  };
  await stage.store.provision({ name: 'filtered', setup, filters });
  await expect(start(stage, 'filtered')).rejects.toMatchObject({ code: 'copy-unsuitable', message: /filters/ });
});
