// CG-j: every row of the policy matrix, with the request of every step lost, its answer lost, or the call delivered twice:
// exactly the counters without repeats, the hub's row stamped as often as without, at most one entry in the inbox (I7, W-101).

import { describe, expect, test } from 'vitest';
import type { HubHandlers } from '../../main/hub/hub.ts';
import type { ConflictType } from '../../main/sync/conflict.ts';
import { categoryScene } from '../support/category.ts';
import { expectSettled } from '../support/closing.ts';
import { conflictOf, matrix, type MatrixRow } from '../support/conflict-matrix.ts';
import { expectSession } from '../support/figures.ts';
import type { HubDb } from '../support/postgres.ts';
import { httpBindings, type Stage, type StageReplica } from '../support/stage.ts';
import { lostAfter, lostBefore, once, wireFault, type Fault } from '../support/wire-faults.ts';

/** Steps of a normal session that are repeated; step 14 is a farewell (W-54). */
const steps = [2, 13, 4, 7, 11];

/** The hub gets everything twice and must answer alike. */
const twice: Fault = async (call) => {
  const [first, second] = [await call.send(), await call.send()];
  expect(second.text, `answer to step ${call.step}`).toBe(first.text);
  return second;
};

const faults: Readonly<Record<string, Fault>> = { 'request lost': lostBefore, 'answer lost': lostAfter, twice };

const merging: HubHandlers = {
  onConflict: ({ incoming }) => ({
    resolution: 'merge',
    row: incoming.map((cell) => (cell === 'REP' ? 'BOTH' : cell)),
  }),
};

const nameOf = ({ db }: { readonly db: HubDb }, id: string): unknown =>
  db.prepare('select name from category where category_id = ?').pluck().get(id) ?? '-';

/** How often the hub writes for such a row. */
const writes = ({ figures }: MatrixRow): bigint => (figures.includes('AS1') ? 1n : 0n);

async function expectOneDelivery(
  { stage, a }: { stage: Stage; a: StageReplica },
  row: MatrixRow & { readonly conflict: ConflictType },
  { step, fault }: { step: number; fault: Fault },
): Promise<void> {
  const id = `R${step}`;
  const { hub, replica } = conflictOf(row.conflict, id);
  stage.hubDb.exec(hub);
  a.db.exec(replica);
  const before = { time: await stage.store.hubTime(), entries: a.inbox.list({ limit: 1, offset: 0 }).total };
  let met = 0;
  const wire = wireFault(
    once((call) => call.step === step),
    (call) => (met++, fault(call)),
  );
  await expectSession(a, row.figures, { wire });
  expect(met, `step ${step} was met`).toBe(step === 7 && row.figures.includes('D0') ? 0 : 1);
  expect([nameOf(a, id), nameOf({ db: stage.hubDb }, id)]).toEqual([row.end, row.end]);
  expect((await stage.store.hubTime()) - before.time).toBe(writes(row));
  expect(a.inbox.list({ limit: 1, offset: 0 }).total - before.entries).toBe(Number(row.parked));
}

const cases = matrix.flatMap((row) => row.conflicts.map((conflict) => ({ ...row, conflict })));

/** On PostgreSQL the one that repeats what was done: the others are between the two ends, whatever the database. */
const kinds = httpBindings.flatMap((binding) =>
  Object.keys(faults)
    .filter((what) => binding === 'over HTTP' || what === 'twice')
    .map((what) => ({ binding, what })),
);

describe.each(kinds)('matrix $binding, $what', ({ binding, what }) => {
  test.each(cases)('CG-j $id $conflict $verdict', async (row) => {
    const synced = steps.map((step) => conflictOf(row.conflict, `R${step}`).synced).join('');
    const { stage, a, b } = await categoryScene(
      {
        binding,
        policy: row.verdict === 'client-wins' ? 'client-wins' : 'server-wins',
        handlers: row.verdict === 'merge' ? merging : {},
      },
      synced,
    );
    const fault = faults[what] ?? lostBefore;
    for (const step of steps) await expectOneDelivery({ stage, a }, row, { step, fault });
    await expectSettled(stage, [a, b]);
  });
});
