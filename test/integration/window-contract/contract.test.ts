// Every call of the contract, made over a line to a real engine with a real hub: its answer has exactly the shape that the
// contract gives it, and what a shape refuses changes nothing ("Two contracts", law 7).

import { expect, test } from 'vitest';
import { calls, writingCalls, type CallInput, type CallName } from '../../../main/window/contract.ts';
import { dump, edit, openTestApp } from '../../support/replica-app.ts';
import { checkedCall, connect, tableNamed } from '../../support/window-line.ts';
import { openBusyDesk, type WindowDesk } from './desk.ts';
import { examples, markedStamp } from './examples.ts';
import type { Example } from './example.ts';
import { newToken } from './hub-examples.ts';

const names = Object.keys(calls) as CallName[];

/** What has to have happened before an example can be shown. */
const before: Partial<Record<CallName, (desk: WindowDesk) => Promise<unknown>>> = {
  'conflicts.undo': ({ call }) => call('conflicts.resolve', { no: 1, revision: 1, choice: { keep: 'mine' } }),
  'changes.revert': ({ file }) => Promise.resolve(edit(file, `update _concord_t6 set stamp = ${markedStamp}`)),
  'hub.revokeToken': ({ call }) => call('hub.makeToken', newToken),
  async 'hub.deleteSnapshot'({ call }) {
    await call('hub.makeSnapshot', { scope: 'DefaultScope' });
    await expect.poll(async () => (await call('hub.snapshots', {})).snapshots, { timeout: 10_000 }).toHaveLength(1);
  },
  async 'hub.cancelSnapshot'({ call, stage }) {
    // One that could not be made stays listed until it is struck off.
    Object.assign(stage.store.snapshots, { put: () => Promise.reject(new Error('no room')) });
    await call('hub.makeSnapshot', { scope: 'DefaultScope' });
    const state = async (): Promise<unknown> => (await call('hub.snapshots', {})).making[0]?.state;
    await expect.poll(state, { timeout: 10_000 }).toBe('failed');
  },
  'hub.withdrawOrder': ({ call }) => call('hub.order', { operation: 'abort', clients: 'all' }),
  async 'changes.undo'({ call }) {
    const { records } = await call('changes.page', {
      operation: 'insert',
      table: tableNamed('tag'),
      limit: 1,
      offset: 0,
    });
    await call('changes.revert', { records: records.map(({ table, key, mark }) => ({ table, key, mark })) });
  },
};

test('every call has its example, and nothing else has one', () => {
  expect(Object.keys(examples).toSorted()).toEqual(names.toSorted());
});

const reads = names.filter((name) => !writingCalls.has(name));

test('every call that only looks answers what the contract says, and leaves the file as it is (CL-06)', async () => {
  const desk = await openBusyDesk({ isAdmin: true });
  const asItWas = dump(desk.file);
  for (const name of reads) await show(desk, name, examples[name] as Example<CallName>);
  expect(dump(desk.file)).toEqual(asItWas);
});

test.each([...writingCalls])('%s does what the contract says', async (name) => {
  const desk = await openBusyDesk({ isAdmin: true });
  await before[name]?.(desk);
  await show(desk, name, examples[name] as Example<CallName>);
});

test('a replica that has never met its hub answers every call that looks; what it has not is said with a code', async () => {
  const client = connect(await openTestApp());
  const answers = await Promise.all(
    reads.map(async (name) => {
      const { input } = examples[name] as Example<CallName>;
      const answer = checkedCall(client, name, input).then(
        () => 'answered',
        (thrown: unknown) => (thrown as { problem: { code: string } }).problem.code,
      );
      return [name, await answer];
    }),
  );
  const table = [
    'data.page',
    'data.place',
    'data.record',
    'data.timeline',
    'data.find',
    'data.values',
    'data.names',
    'changes.count',
  ];
  expect(Object.fromEntries(answers)).toEqual({
    ...Object.fromEntries(reads.map((name) => [name, 'answered'])),
    ...Object.fromEntries(table.map((name) => [name, 'table-unknown'])),
    'feed.session': 'usage',
    'conflicts.get': 'conflict-unknown',
    'errors.get': 'error-unknown',
    'hub.clients': 'hub-forbidden',
    'hub.tokens': 'hub-forbidden',
    'hub.orders': 'hub-forbidden',
    'hub.errors': 'hub-forbidden',
    'hub.feed': 'hub-forbidden',
    'hub.telemetry': 'hub-forbidden',
    'hub.telemetryChoices': 'hub-forbidden',
    'hub.telemetryEvents': 'hub-forbidden',
    'hub.telemetryExport': 'hub-forbidden',
    'hub.telemetryPart': 'hub-forbidden',
    'hub.snapshots': 'hub-forbidden',
    'hub.planCleanUp': 'hub-forbidden',
    'hub.cleanUps': 'hub-forbidden',
  });
});

test('a read-only line refuses every call that changes something, with a code, and nothing changes (CL-06)', async () => {
  const desk = await openBusyDesk({ readOnly: true });
  const asItWas = dump(desk.file);
  for (const name of writingCalls) {
    const { input } = examples[name] as Example<CallName>;
    await expect(desk.client.call(name, input), name).rejects.toMatchObject({
      problem: { code: 'not-supported', retryable: false, message: expect.stringContaining('read-only') as string },
    });
  }
  expect(dump(desk.file)).toEqual(asItWas);
  expect(desk.app.agent.state()).toMatchObject({ progress: null, settings: { offlineSince: null } });
});

test('what a shape refuses is answered with a code, and nothing changes (law 7)', async () => {
  const desk = await openBusyDesk();
  const asItWas = dump(desk.file);
  for (const name of names) {
    const { input } = examples[name] as Example<CallName>;
    const wrong = [...spoiled(input)].filter((value) => !calls[name].input.safeParse(value).success);
    expect(wrong.length, name).toBeGreaterThan(3);
    for (const value of wrong) {
      const call = desk.client.call(name, value as CallInput<typeof name>);
      await expect(call, JSON.stringify(value)).rejects.toMatchObject({ problem: { code: 'usage', retryable: false } });
    }
    expect(dump(desk.file), name).toEqual(asItWas);
  }
  expect(desk.app.agent.state()).toMatchObject({ progress: null, settings: { offlineSince: null } });
});

async function show(desk: WindowDesk, name: CallName, { input, answer, later }: Example<CallName>): Promise<void> {
  const value = await desk.call(name, input);
  if (Array.isArray(answer)) expect(value).toHaveLength(answer.length);
  expect(value).toMatchObject(answer as object);
  await later?.(desk);
}

const junk = [null, true, -1, 1.5, 1e300, '', 'x', '\u0000', [], [null], {}, { a: 1 }, 'x'.repeat(1000)];

/** An input with each of its members, at any depth, replaced or left out. */
function* spoiled(input: unknown): Generator<unknown> {
  yield* junk;
  if (typeof input !== 'object' || input === null) return;
  for (const [member, value] of Object.entries(input)) {
    const put = (other: unknown): unknown =>
      Array.isArray(input)
        ? input.map((item: unknown, at) => (String(at) === member ? other : item))
        : { ...input, [member]: other };
    const { [member]: _, ...rest } = input as Record<string, unknown>;
    if (!Array.isArray(input)) yield rest;
    for (const other of spoiled(value)) yield put(other);
  }
}
