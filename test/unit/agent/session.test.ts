// The per-table counts of a session: told once each, and adding up (FD-03).

import { describe, expect, test } from 'vitest';
import { summarize } from '../../../main/agent/session.ts';
import type { AppliedCount, SplitCount } from '../../../main/sync/counters.ts';
import type { SessionResult } from '../../../main/sync/synchronize.ts';

const orders = { name: 'orders', schema: '' };

function counts(
  received: { upserts: number; deletes: number },
  applied: readonly Partial<AppliedCount>[],
  split: readonly Partial<SplitCount>[] = [],
  round: 'normal' | 'first' = 'normal',
): unknown {
  const result = {
    round,
    policy: 'server-wins',
    sent: [],
    received: [{ table: orders, ...received }],
    appliedHereBy: applied.map((count) => ({
      table: orders,
      applied: 0,
      resolved: 0,
      failed: 0,
      received: 0,
      cumulative: 0,
      ...count,
    })),
    appliedHubBy: [],
    splitHere: split.map((count) => ({ table: orders, kind: 'upsert', inserted: 0, unchanged: 0, ...count })),
    splitHub: [],
    short: [],
    downloadBalance: 0,
    uploadBalance: 0,
  } as unknown as SessionResult;
  const request = { type: 'normal', trigger: 'by-hand', outdatedAction: 'ask' } as const;
  const traffic = { requests: 5, sent: 1, received: 1 };
  return summarize(request, { result, phases: [], ms: 1, traffic, repeats: 0 }).tables[0]?.received;
}

describe('FD-03 the counts of a table', () => {
  test('a conflict row that was written is a conflict, once', () => {
    expect(
      counts(
        { upserts: 10, deletes: 0 },
        [{ kind: 'upsert', applied: 10, resolved: 3 }],
        [{ inserted: 2, unchanged: 1 }],
      ),
    ).toEqual({
      inserted: 2,
      modified: 5,
      deleted: 0,
      unchanged: 1,
      conflict: 2,
      failed: 0,
      skipped: 0,
      total: 10,
    });
  });

  test('kept, failed and deleted rows each have their place', () => {
    const applied = [
      { kind: 'upsert', applied: 4, resolved: 2, failed: 1 } as const,
      { kind: 'delete', applied: 2, resolved: 3 } as const,
    ];
    expect(counts({ upserts: 6, deletes: 4 }, applied, [{ kind: 'delete', unchanged: 2 }])).toEqual({
      inserted: 0,
      modified: 3,
      deleted: 1,
      unchanged: 2,
      conflict: 3,
      failed: 1,
      skipped: 0,
      total: 10,
    });
  });

  test('deletes that a new replica has no use for are skipped', () => {
    expect(counts({ upserts: 5, deletes: 2 }, [{ kind: 'upsert', applied: 5 }], [{ inserted: 5 }], 'first')).toEqual({
      inserted: 5,
      modified: 0,
      deleted: 0,
      unchanged: 0,
      conflict: 0,
      failed: 0,
      skipped: 2,
      total: 7,
    });
  });
});
