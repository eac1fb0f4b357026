// A replica without its log loses its feed of the past, and nothing else: no conflict, change, decision or session (TL-10).

import { rmSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { dump, edit, openTestApp, sync } from '../../support/replica-app.ts';
import { createBench, guid } from '../../support/shop.ts';

const losses: Readonly<Record<string, (log: string) => void>> = {
  lost: (log) => ['', '-wal', '-shm'].forEach((end) => rmSync(`${log}${end}`, { force: true })),
  'of another layout': (log) => edit(log, 'alter table telemetry drop column fate', 'drop table telemetry_kind'),
  unreadable: (log) => writeFileSync(log, 'spoilt '.repeat(2000)),
};

test.each(Object.keys(losses))('the log is %s: inbox, waiting changes and sessions stay (TL-10)', async (how) => {
  const { app, hub, file } = await createBench();
  hub.rows.put('orders', [1, guid(1), 'theirs too']);
  await sync(app);
  edit(file, `update orders set title = 'waits' where id = 3`);
  await app.close();
  const before = dump(file);
  losses[how]?.(`${file}-concord-log`);
  const again = await openTestApp({ file, hub: hub.url });
  expect(dump(file)).toEqual(before);
  const [entry] = again.inbox.list({ tab: 'undecided', limit: 10, offset: 0 }).entries;
  expect(entry?.versions).toMatchObject({ mine: { title: 'mine' }, theirs: { title: 'theirs too' } });
  const status = await again.handlers['status.read']({});
  expect(status).toMatchObject({ undecided: 1, waiting: { changes: 1, records: 1 }, lastSession: { no: 2 } });
  expect(again.log.read({ after: 0, limit: 100 })).toEqual([]);
  expect((await again.handlers['telemetry.state']({})).events).toBe(0);

  const session = await sync(again);
  expect(session).toMatchObject({ no: 3, result: 'done', summary: { uploaded: 1 } });
  expect(again.log.read({ after: 0, limit: 100 }).map(({ session: no }) => no)).toContain(3);
  // What happened before is not told anew, what happens now is: the file is begun, not missed.
  const { events } = await again.handlers['telemetry.list']({
    filter: { names: ['concord.session', 'concord.conflict'] },
    sort: 'time',
    descending: false,
    offset: 0,
    limit: 10,
  });
  expect(events.map(({ name, session: no }) => [name, no])).toEqual([['concord.session', 3]]);
});
