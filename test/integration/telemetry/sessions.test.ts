// What real sessions, conflicts and the app's own life write to telemetry: these events and no others (TL-01, TL-03…TL-05,
// TL-09, TL-13).

import { expect, test } from 'vitest';
import type { App } from '../../../main/app.ts';
import type { CallOutput } from '../../../main/window/contract.ts';
import { atStep } from '../../support/faults.ts';
import { edit, openTestApp, otherProgram, sync } from '../../support/replica-app.ts';
import { createBench, guid } from '../../support/shop.ts';

type Event = CallOutput<'telemetry.list'>['events'][number];

/** Events in the order in which they were written, phases left out unless asked for. */
async function eventsOf(app: App, { phases = false, after = 0 } = {}): Promise<Event[]> {
  const { events } = await app.handlers['telemetry.list']({
    filter: {},
    sort: 'time',
    descending: false,
    offset: 0,
    limit: 1000,
  });
  return events
    .filter((event) => event.no > after && (phases || event.name !== 'concord.phase'))
    .toSorted((a, b) => a.no - b.no);
}

const short = ({ name, mode, success, table, records, fields, errorCode }: Event): string =>
  [name.replace('concord.', ''), mode, success, table, records, fields['step'], errorCode]
    .filter((word) => word !== null && word !== undefined)
    .join(' ');

test('first session, conflict, decision, confirmation: each is told once, with its ids (TL-01, TL-03, TL-13, S10)', async () => {
  const { app, hub } = await createBench();
  expect((await eventsOf(app)).map(short)).toEqual([
    'session FIRST_SYNC true 9',
    'table.download FIRST_SYNC true customer 3',
    'table.download FIRST_SYNC true orders 6',
  ]);
  hub.rows.put('orders', [1, guid(1), 'theirs too']);
  await sync(app);
  const second = await eventsOf(app, { after: 3 });
  expect(second.filter(({ session }) => session === 2).map(short)).toEqual([
    'session DELTA_SYNC true 3',
    'table.download DELTA_SYNC true orders 2',
    'table.upload DELTA_SYNC true orders 1',
    'conflict orders raised',
  ]);
  const conflict = second.find(({ name }) => name === 'concord.conflict');
  expect(conflict).toMatchObject({ level: 'warning', table: 'orders', conflict: 1, success: null });
  expect(conflict?.fields).toMatchObject({
    side: 'here',
    phase: 'apply',
    conflictType: 'local-update/hub-update',
    columns: 'title',
    key: '{"id":1}',
    fate: 'undecided',
    parentId: second.find(({ name }) => name === 'concord.session')?.fields['id'],
  });
  expect(JSON.parse(String(conflict?.fields['mine']))).toMatchObject({ title: 'mine' });
  expect(JSON.parse(String(conflict?.fields['theirs']))).toMatchObject({ title: 'theirs too' });

  await app.handlers['conflicts.resolve']({ no: 1, revision: 1, choice: { keep: 'mine' } });
  await sync(app, { trigger: 'decision' });
  const all = await eventsOf(app);
  expect(all.slice(-4).map(short)).toEqual([
    'conflict orders decided',
    'session SINGLE_RECORD_SYNC true 1',
    'table.upload SINGLE_RECORD_SYNC true orders 1',
    expect.stringMatching(/^conflict orders (sent|confirmed)$/) as unknown,
  ]);
  const fates = all.filter(({ name }) => name === 'concord.conflict').map(({ fields }) => fields['fate']);
  expect(new Set(fates).size).toBe(1);
  expect(fates[0]).toMatch(/^(sent|confirmed)$/);
});

test('of many conflicts each is told once, also after a program that was killed on the way; the inbox does not wait (TL-13, Speed)', async () => {
  const { app, hub, file } = await createBench();
  const ids = Array.from({ length: 450 }, (_, at) => at + 100);
  const put = (title: string): void => hub.rows.put('orders', ...ids.map((id) => [id, guid(1), title]));
  put('old');
  await sync(app);
  edit(file, `update orders set title = 'mine' where id >= 100`);
  put('theirs');
  const log = otherProgram(`${file}-concord-log`);
  const raised = log.prepare(`select conflict from telemetry where ids like '%"step":"raised"%' order by no`).pluck();
  await sync(app);
  expect(app.inbox.counts().undecided).toBe(450);
  expect(raised.all().length).toBeLessThan(450);
  await app.close();
  const all = raised.all();
  expect(all).toEqual(Array.from({ length: 450 }, (_, at) => at + 1));

  edit(
    `${file}-concord-log`,
    `delete from telemetry where conflict > 200`,
    `update telemetry_note set value = '200' where name = 'conflict-step'`,
  );
  const next = await openTestApp({ file, lives: true, intervalMinutes: null });
  await next.close();
  expect(raised.all()).toEqual(all);
});

test('a phase has its own time, active time and place in the session; ids hold try and pass together (TL-02)', async () => {
  const { app, hub } = await createBench();
  const events = await eventsOf(app, { phases: true });
  const [session] = events;
  const phases = events.filter(({ name }) => name === 'concord.phase');
  expect(phases.map(({ fields }) => fields['phase'])).toContain('download');
  const sum = phases.reduce((ms, { durationMs }) => ms + (durationMs ?? 0), 0);
  expect(Math.abs(sum - (session?.durationMs ?? 0))).toBeLessThan(2);
  for (const { fields, level } of phases)
    expect([fields['parentId'], level]).toEqual([session?.fields['id'], 'verbose']);

  hub.intercept = atStep(2, (response) => void response.destroy());
  await sync(app);
  hub.intercept = null;
  await sync(app);
  await sync(app);
  const passes = (await eventsOf(app)).filter(({ name }) => name === 'concord.session').map(({ fields }) => fields);
  const [first, failed, next, later] = passes;
  expect(failed?.['syncId']).toBe(next?.['syncId']);
  expect(new Set([first?.['syncId'], next?.['syncId'], later?.['syncId']]).size).toBe(3);
  expect(new Set(passes.map((fields) => fields['activityId'])).size).toBe(4);
  expect(new Set(passes.map((fields) => fields['runId'])).size).toBe(1);
});

test('what failed, was cancelled or parked has its number and kind (TL-04, TL-05)', async () => {
  const { app, hub } = await createBench();
  await hub.server.close();
  await sync(app);
  // The hub's silence is told at the first try that failed, before the session gives up (ST-05).
  const [silent, lost] = (await eventsOf(app)).slice(-2);
  expect(silent).toMatchObject({ name: 'concord.connectivity', level: 'warning' });
  expect(silent?.fields).toMatchObject({ connectivity: 'hub-not-answering', before: 'connected', hubState: 'Offline' });
  expect(lost).toMatchObject({ name: 'concord.session', mode: 'DELTA_SYNC', success: false, level: 'warning' });
  expect(lost).toMatchObject({ errorCode: 2004, failureType: 'NETWORK_ERROR', code: 'hub-unreachable' });
  const running = sync(app);
  app.agent.cancel();
  await running;
  expect((await eventsOf(app)).at(-1)).toMatchObject({
    errorCode: 3000,
    failureType: 'EXPECTED_ERROR',
    code: 'cancelled',
  });
});

test('off means that nothing is written from that moment; feed and conflicts stay, the gap is marked (TL-09)', async () => {
  const { app, hub, file } = await createBench();
  const before = (await eventsOf(app)).length;
  expect(await app.handlers['telemetry.configure']({ recording: false })).toMatchObject({ recording: false });
  hub.rows.put('orders', [1, guid(1), 'theirs too']);
  await sync(app);
  await app.handlers['conflicts.resolve']({ no: 1, revision: 1, choice: { keep: 'mine' } });
  expect(await eventsOf(app)).toHaveLength(before);
  expect(app.log.read({ after: 0, limit: 1000, session: 2 })).not.toEqual([]);
  expect(app.inbox.get(1).state).toBe('decided');
  await app.close();

  const again = await openTestApp({ file, hub: hub.url });
  expect((await again.handlers['telemetry.state']({})).recording).toBe(false);
  await again.handlers['telemetry.configure']({ recording: true });
  const { gaps, since } = await again.handlers['telemetry.state']({});
  expect(gaps).toEqual([{ from: expect.any(String) as unknown, to: since }]);
  await sync(again);
  const later = (await eventsOf(again)).slice(before);
  // What was decided while nothing was recorded is not told afterwards.
  expect(later.map(({ fields }) => fields['step'])).not.toContain('decided');
  expect(later.map(({ name }) => name)).toContain('concord.session');
});

test('the app tells its start and end where it lives, a short command does not (TL-01)', async () => {
  const { app, file } = await createBench();
  await app.close();
  const living = await openTestApp({ file, lives: true, client: 'browser', intervalMinutes: null });
  await living.close();
  const later = await openTestApp({ file });
  const told = (await eventsOf(later)).filter(({ name }) => name === 'concord.app');
  expect(told.map(({ client, fields }) => [client, fields['state']])).toEqual([
    ['browser', 'started'],
    ['browser', 'ended'],
  ]);
});

test('a token in address or headers is in no event, however the session fails (TL-11)', async () => {
  const { app, hub, file } = await createBench();
  await app.close();
  await hub.server.close();
  const url = hub.url.replace('://', '://ann:s3cr3tpass@').concat('?token=s3cr3ttoken');
  const failing = await openTestApp({ file, hub: url, token: 's3cr3tbearer' });
  await sync(failing);
  expect((await eventsOf(failing)).map(({ success }) => success)).toContain(false);
  expect(JSON.stringify(await eventsOf(failing, { phases: true }))).not.toContain('s3cr3t');
});
