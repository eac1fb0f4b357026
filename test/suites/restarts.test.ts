// A hub that is restarted in mid-session: the session goes on where it was, nothing is sent twice, nothing is lost (HB-09).

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { expectSession } from '../support/figures.ts';
import { temporaryFolder } from '../support/files.ts';
import { bindings, setStage, type Stage, type StageReplica, type SyncOptions } from '../support/stage.ts';
import { nth, wireFault } from '../support/wire-faults.ts';

const schema = 'create table note (id integer primary key, title varchar(200) not null)';
const rows = (from: number, count: number): string => `insert into note with recursive n (i) as
  (select ${from} union all select i + 1 from n where i < ${from + count - 1}) select i, 'note number ' || i from n`;

describe.each(bindings.filter((binding) => binding !== 'in process'))('HB-09 restarts, %s', (binding) => {
  async function scene(): Promise<{ stage: Stage; ann: StageReplica; folder: string }> {
    const folder = temporaryFolder();
    const stage = await setStage({ binding, schema, tables: ['note'], batchKb: 100, folder });
    const ann = await stage.replica('ann');
    await ann.sync();
    return { stage, ann, folder };
  }

  // Step 4 carries the upload in parts, step 7 fetches the download in parts, step 11 ends it.
  test.each([
    ['two parts of an upload', nth(4, 1)],
    ['the summary and the first part of the download', nth(7)],
    ['two parts of a download', nth(7, 1)],
    ['the download and its end', nth(14)],
  ] as const)('between %s: the session goes on', async (_, at) => {
    const { stage, ann, folder } = await scene();
    ann.db.exec(rows(1, 6000));
    stage.hubDb.exec(rows(10_001, 6000));
    // These end a line for some readers.
    for (const db of [ann.db, stage.hubDb])
      db.exec(`update note set title = title || '\u2028\u2029' where id % 100 = 1`);
    let restarts = 0;
    const wire = wireFault(at, async (call) => {
      await stage.restart();
      restarts++;
      return call.send();
    });
    await expectSession(ann, 'U6000 AS6000 D6000 AC6000', { wire });
    expect(restarts).toBe(1);
    const titles = 'select id, title from note order by id';
    expect(ann.db.prepare(titles).raw().all()).toEqual(stage.hubDb.prepare(titles).raw().all());
    await expectSession(ann, '');
    expect(existsSync(join(folder, 'hub-spool-sessions'))).toBe(false);
  });

  test('after the apply failed to be answered: the repeat is answered by the next process, applied once', async () => {
    const { stage, ann } = await scene();
    ann.db.exec(rows(1, 10));
    const wire = wireFault(nth(4), async (call) => {
      await call.send();
      await stage.restart();
      return call.send();
    });
    await expectSession(ann, 'U10 AS10', { wire });
    await expectSession(ann, '');
  });

  test('HB-03 while the call of a client that has gone is still worked on: what it wrote and what is noted of it is there', async () => {
    const { stage, ann } = await scene();
    ann.db.exec(rows(1, 10));
    stage.hubDb.exec(binding.endsWith('PostgreSQL') ? 'begin; lock table note' : 'begin immediate');
    const restarts: Promise<void>[] = [];
    const wire: SyncOptions['wire'] = (transport) => ({
      ...transport,
      async post(body, headers, ...more) {
        if (headers['dotmim-sync-step'] !== '4') return transport.post(body, headers, ...more);
        const gone = new AbortController();
        const answer = transport.post(body, headers, gone.signal);
        await vi.waitUntil(() => stage.hub.feed.read().waiting === 1);
        restarts.push(stage.restart());
        gone.abort();
        return answer;
      },
    });
    await expect(ann.sync({ wire })).rejects.toThrow();
    const { url } = stage;
    await vi.waitUntil(() =>
      fetch(url ?? '').then(
        () => false,
        () => true,
      ),
    );
    stage.hubDb.exec('rollback');
    expect(restarts).toHaveLength(1);
    await Promise.all(restarts);
    const [client] = await stage.store.clients();
    expect(client).toMatchObject({ session: { received: 10 } });
    expect(stage.rows('note')).toHaveLength(10);
    await ann.sync();
    await expectSession(ann, '');
  });
});
