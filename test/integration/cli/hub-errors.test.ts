// The hub's error set by commands alone: listed, shown, tried once more, dropped (CL-02, W-243, W-250).

import { expect, test } from 'vitest';
import { bindings, setStage } from '../../support/stage.ts';
import { concord, object } from './commands.ts';

const schema = `create table note (id varchar(10) primary key, title varchar(40) not null unique);
  insert into note values ('n1', 'Start')`;

test.each(bindings.filter((binding) => binding !== 'in process'))(
  'CL-02 W-243 hub errors list → show → retry → forget, by commands only, %s',
  async (binding) => {
    const stage = await setStage({ binding, schema, tables: ['note'], concord: false });
    const a = await stage.replica('A');
    await a.sync();
    a.db.exec(`insert into note values ('n2', 'Start'), ('n3', 'Start')`);
    await a.sync();
    await a.sync();
    const on = ['--database', stage.hubFile] as const;
    const { lines } = await concord('hub', 'errors', 'list', ...on, '--table', 'note', '--json');
    const alike = {
      table: 'note',
      kind: 'upsert',
      state: 'failed',
      tries: 2,
      message: 'another record has the same title',
    };
    expect(lines).toMatchObject([
      { ...alike, key: ['n3'] },
      { ...alike, key: ['n2'], row: { id: 'n2', title: 'Start' } },
    ]);
    const [third = 0, second = 0] = lines.map((line) => Number((line as { no: number }).no));
    expect((await concord('hub', 'errors', 'list', ...on)).out).toMatch(/n2.*same title.*waits for a newer version/);
    expect(await object('hub', 'errors', 'show', String(second), ...on)).toMatchObject({
      no: second,
      scope: 'DefaultScope',
    });
    expect(await object('hub', 'errors', 'retry', String(second), ...on)).toEqual({ retried: 1, left: 0 });
    stage.hubDb.exec(`update note set title = 'Begin' where id = 'n1'`);
    await a.sync();
    expect(stage.rows('note')).toEqual([
      ['n1', 'Begin'],
      ['n2', 'Start'],
    ]);
    const dropped = await object('hub', 'errors', 'forget', '--all', '--yes', ...on);
    expect(dropped).toMatchObject({ forgotten: 1, rows: [{ no: third, row: { id: 'n3', title: 'Start' } }] });
    expect((await concord('hub', 'errors', 'list', ...on, '--json')).lines).toEqual([]);
    const wrong = await Promise.all([
      concord('hub', 'errors', 'retry', ...on),
      concord('hub', 'errors', 'show', '4711', ...on),
    ]);
    expect(wrong.map(({ code }) => code)).toEqual([2, 2]);
  },
);
