// CM1 … CM11: one conflicting row under every verdict of the hub, which may come from its policy or from its handler
// (CONFORMANCE 5.2); counters, end state, and what is parked. With and without a replica's handler that only looks on.

import { describe, expect, test } from 'vitest';
import type { HubHandlers } from '../../main/hub/hub.ts';
import type { Policy } from '../../main/sync/scope.ts';
import { categoryScene, insert, nameIn, openEntries } from '../support/category.ts';
import { expectQuiet, expectSame } from '../support/closing.ts';
import { conflictOf, matrix, type MatrixRow } from '../support/conflict-matrix.ts';
import { expectSession } from '../support/figures.ts';
import { bindings } from '../support/stage.ts';

/** Ways to bring a verdict about; a merge needs a handler. */
function ways(
  row: MatrixRow,
): readonly { readonly name: string; readonly policy: Policy; readonly handlers: HubHandlers }[] {
  const other = row.verdict === 'client-wins' ? 'server-wins' : 'client-wins';
  if (row.verdict === 'merge') {
    const handlers: HubHandlers = {
      onConflict: ({ incoming }) => ({
        resolution: 'merge',
        row: incoming.map((cell) => (cell === 'REP' ? 'BOTH' : cell)),
      }),
    };
    return [{ name: 'handler', policy: 'server-wins', handlers }];
  }
  const { verdict } = row;
  return [
    { name: 'policy', policy: verdict, handlers: {} },
    { name: 'handler', policy: other, handlers: { onConflict: () => ({ resolution: verdict }) } },
  ];
}

const cases = matrix.flatMap((row) =>
  row.conflicts.flatMap((conflict) =>
    ways(row).flatMap((way) =>
      [false, true].map((watched) => ({
        ...row,
        conflict,
        way,
        watched,
        title: `${row.id} ${conflict} ${row.verdict} by ${way.name}${watched ? ', a replica handler looks on' : ''}`,
      })),
    ),
  ),
);

describe.each(bindings)('policy matrix %s', (binding) => {
  test.each(cases)('$title', async ({ conflict, figures, end, parked, way, watched }) => {
    const { synced, hub, replica } = conflictOf(conflict);
    const { stage, a, b } = await categoryScene(
      { binding, policy: way.policy, handlers: way.handlers },
      insert('other', 'Other') + synced,
    );
    stage.hubDb.exec(hub);
    a.db.exec(replica);
    await expectSession(a, figures, watched ? { hooks: { onConflict: () => undefined } } : {});
    expect([nameIn(stage, 'R'), nameIn(a, 'R')]).toEqual([end, end]);
    const mine = conflict.startsWith('local-delete') ? null : { name: 'REP' };
    const entries = parked ? [{ type: conflict, versions: { mine, theirs: end === '-' ? null : { name: end } } }] : [];
    expect(openEntries(a)).toMatchObject(entries);
    expect(a.inbox.counts()).toMatchObject({ undecided: entries.length, confirmed: 0 });
    await b.sync();
    await expectQuiet([a, b]);
    expectSame(stage, [a, b]);
  });
});
