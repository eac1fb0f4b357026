// What must hold of a replica that has synchronised well, whatever a hub does to its next session.

import { expect } from 'vitest';
import type { EndedSession } from '../../../main/agent/session.ts';
import type { App } from '../../../main/app.ts';
import type { ProblemCode } from '../../../main/sync/problem.ts';
import { dump, eventsOf, rowsIn, sync } from '../../support/replica-app.ts';
import { guid, type Bench } from '../../support/shop.ts';
import type { Intercept } from '../../support/stock-hub.ts';
import { stepsOf, type SyncCall } from '../../support/sync-call.ts';

/** What a bad session must end with. */
export interface Expected {
  readonly code: ProblemCode;
  readonly result: EndedSession['result'];
  /** Steps as asked, in order; a repeat stands as often as it was made. */
  readonly steps?: readonly number[];
}

/** Runs a session that must fail as told, with nothing changed, everything told, and the next one good. */
export async function meets(bench: Bench, intercept: Intercept, expected: Expected): Promise<EndedSession> {
  const { app, hub, file } = bench;
  const before = dump(file);
  const asked = hub.calls().length;
  hub.intercept = intercept;
  const ended = await sync(app);
  expectTold(app, ended, expected);
  expect(dump(file)).toEqual(before);
  const calls = hub.calls().slice(asked);
  if (expected.steps) expect(stepsOf(calls)).toEqual(expected.steps);
  expectFarewell(calls, expected.code);
  hub.intercept = null;
  await expectRecovery(bench);
  return ended;
}

/** The problem is coded and said in whole sentences, in the session, in the history and in the feed. */
export function expectTold(app: App, ended: EndedSession, { code, result }: Expected): void {
  expect([ended.problem?.code, ended.result]).toEqual([code, result]);
  for (const sentence of [ended.problem?.message, ended.problem?.cure]) {
    expect(sentence).toMatch(/^\S.*\.$/);
    expect(sentence).not.toMatch(/[{}…]|undefined|null|\bError\b| {2}/);
  }
  const events = eventsOf(app, ended.no);
  const level = result === 'failed' ? 'error' : 'warning';
  expect(events.at(-1)).toMatchObject({ name: 'session.ended', level, data: { result, problem: { code } } });
  expect(events.filter((event) => event.name === 'session.repeat')).toHaveLength(ended.summary.repeats);
  const stored = rowsIn(app.replica.file, '_concord_session').find((row) => row[0] === ended.no);
  expect(stored).toEqual(expect.arrayContaining([result, code, ended.problem?.message]));
}

/** Step 14 once, last and with the reason, where a session had begun; else not at all (W-54). */
function expectFarewell(calls: readonly SyncCall[], code: ProblemCode): void {
  const begun = calls.some((call) => call.step > 2);
  expect(calls.filter((call) => call.step === 14)).toHaveLength(begun ? 1 : 0);
  if (begun)
    expect(calls.at(-1)).toMatchObject({ step: 14, message: { exc: expect.stringMatching(`^${code}: `) as string } });
  for (const step of new Set(stepsOf(calls))) {
    const bodies = calls.filter((call) => call.step === step).map((call) => call.body);
    for (const body of bodies) expect(bodies.filter((other) => other === body).length).toBeLessThanOrEqual(3);
  }
}

/** Nothing was lost: with a good hub both waiting changes arrive. */
async function expectRecovery({ app, hub, file }: Bench): Promise<void> {
  const next = await sync(app);
  expect(next).toMatchObject({ result: 'done', problem: null, summary: { uploaded: 1, downloaded: 1, conflicts: 0 } });
  expect(hub.rows.present('orders')[0]).toEqual([1, guid(1), 'mine']);
  expect(rowsIn(file, 'orders')[1]).toEqual([2, guid(1), 'theirs']);
}
