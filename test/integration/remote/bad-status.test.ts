// Answers that are no success: each is one coded problem in plain words, and only what may pass is asked again (W-96, W-97,
// W-104; H43–H45).

import { describe, expect, test } from 'vitest';
import type { EndedSession } from '../../../main/agent/session.ts';
import { startHttpServer } from '../../support/http-server.ts';
import { cutConnection, reply, silence, type WholeReply } from '../../support/replies.ts';
import { eventsOf } from '../../support/replica-app.ts';
import { stockError } from '../../support/stock-hub.ts';
import { atStep } from '../../support/faults.ts';
import { type Bench, createBench } from '../../support/shop.ts';
import { quickenPauses } from '../../support/quick-pauses.ts';
import { meets } from './bad-hub.ts';

quickenPauses();

const page = '<!doctype html><html><body><h1>It works!</h1></body></html>';

describe('W-104 never asked again', () => {
  test.each([
    ['200 with an HTML page', { headers: { 'content-type': 'text/html' }, body: page }, 'hub-is-no-hub'],
    ['400 without the error header', { status: 400, body: 'Bad request' }, 'hub-is-no-hub'],
    ['401 (H43)', { status: 401, headers: { 'www-authenticate': 'Bearer' } }, 'hub-credentials'],
    ['403', { status: 403 }, 'hub-forbidden'],
    ['404', { status: 404, body: page }, 'hub-not-found'],
    ['405', { status: 405, headers: { allow: 'GET' } }, 'hub-is-no-hub'],
    ['413 (H44)', { status: 413, body: page }, 'hub-part-too-large'],
    ['500 with a developer page (H45)', { status: 500, body: page }, 'hub-refused'],
    ['503 that asks for two minutes (SC-08)', { status: 503, headers: { 'retry-after': '120' } }, 'hub-busy'],
    ['a 400 of unknown cause', stockError('PostgresException', '23505: duplicate key'), 'hub-refused'],
    ['an unknown converter (H28)', stockError('HttpConverterNotConfiguredException'), 'hub-refused'],
    ['a scope that does not exist', stockError('HttpScopeNameFromClientIsInvalidException'), 'scope-unknown'],
    ['a lost session (W-26)', stockError('HttpSessionLostException'), 'hub-session-lost'],
  ] as const)('%s', async (_, answer: WholeReply, code) => {
    const passing = code === 'hub-busy' || code === 'hub-session-lost';
    const bench = await createBench();
    const result = passing ? 'interrupted' : 'failed';
    const first = await meets(bench, atStep(2, reply(answer)), { code, result, steps: [2] });
    expect(first.summary.repeats).toBe(0);
    if (code === 'hub-is-no-hub' || code === 'hub-not-found') expect(first.problem?.message).toContain(bench.hub.url);
  });

  test.each([
    ['401 in mid-session', 13, { status: 401 }, 'hub-credentials', [2, 13, 14]],
    ['413 for a part of the upload (W-92)', 4, { status: 413 }, 'hub-part-too-large', [2, 13, 4, 14]],
    ['404 for a part of the download', 7, { status: 404 }, 'hub-not-found', [2, 13, 4, 7, 14]],
    ['500 at the end of the download', 11, { status: 500 }, 'hub-refused', [2, 13, 4, 7, 11, 14]],
  ] as const)('%s', async (_, step, answer, code, steps) => {
    const bench = await createBench();
    await meets(bench, atStep(step, reply(answer)), { code, result: 'failed', steps });
  });
});

describe('redirections are told, never followed', () => {
  test.each([301, 302, 307, 308])('%i', async (status) => {
    const other = await startHttpServer({ answer: () => reply({ body: page }) });
    const location = `http://127.0.0.1:${other.port}/elsewhere`;
    const bench = await createBench({ token: 'a-secret-token' });
    const ended = await meets(bench, atStep(2, reply({ status, headers: { location } })), {
      code: 'hub-redirects',
      result: 'failed',
      steps: [2],
    });
    expect(ended.problem?.message).toBe(`The address redirects to ${location}.`);
    expect(other.calls).toEqual([]);
  });
});

/** Milliseconds of the pauses that a session made before its repeats. */
function pausesOf({ app }: Bench, ended: EndedSession): unknown[] {
  const repeats = eventsOf(app, ended.no).filter((event) => event.name === 'session.repeat');
  return repeats.map((event) => event.data['waitMs']);
}

describe('W-104 asked three times at most, with growing pauses', () => {
  test.each([
    ['408', 2, { status: 408 }],
    ['502', 13, { status: 502, body: page }],
    ['503', 4, { status: 503 }],
    ['504', 7, { status: 504, body: page }],
  ] as const)('S23 %s at step %i: the session is interrupted, not failed', async (_, step, answer) => {
    const before = { 2: [], 13: [2], 4: [2, 13], 7: [2, 13, 4] }[step];
    const bench = await createBench();
    const ended = await meets(bench, atStep(step, reply(answer)), {
      code: 'hub-busy',
      result: 'interrupted',
      steps: [...before, step, step, step, ...(step === 2 ? [] : [14])],
    });
    expect(ended.problem?.message).toContain(String(answer.status));
    expect(ended.problem?.retryable).toBe(true);
    expect(ended.summary.repeats).toBe(2);
  });

  test('the pauses are of 300 and 900 ms', async () => {
    const bench = await createBench();
    const ended = await meets(bench, atStep(13, reply({ status: 503 })), { code: 'hub-busy', result: 'interrupted' });
    expect(pausesOf(bench, ended)).toEqual([300, 900]);
  });

  test('429 is asked again after the time that it names, in seconds or as a date (SC-08)', async () => {
    const bench = await createBench();
    const until = (ms: number): string => new Date(Date.now() + ms).toUTCString();
    const times = ['2', until(20_500)];
    const ended = await meets(
      bench,
      (call) => (call.step === 13 ? reply({ status: 429, headers: { 'retry-after': times.shift() ?? '0' } }) : null),
      { code: 'hub-busy', result: 'interrupted', steps: [2, 13, 13, 13, 14] },
    );
    const [first, second] = pausesOf(bench, ended);
    expect(first).toBe(2000);
    expect(second).toBeGreaterThan(18_000);
    expect(second).toBeLessThan(21_000);
  });

  test('no answer within the time-out, which is named', async () => {
    const bench = await createBench({ answerSeconds: 0.2 });
    const ended = await meets(bench, atStep(13, silence), {
      code: 'hub-no-answer',
      result: 'interrupted',
      steps: [2, 13, 13, 13, 14],
    });
    expect(ended.problem?.message).toBe('The hub did not answer within 0.2 s.');
  });

  test('a connection that is cut without an answer', async () => {
    const bench = await createBench();
    const steps = [2, 13, 13, 13, 14];
    await meets(bench, atStep(13, cutConnection), { code: 'hub-unreachable', result: 'interrupted', steps });
  });
});
