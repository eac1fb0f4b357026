// The per-table counts of a session: told once each, and adding up (FD-03).

import { describe, expect, test } from 'vitest';
import { summarize } from '../../../main/agent/session.ts';
import type { AppliedCount } from '../../../main/sync/counters.ts';
import type { SessionResult } from '../../../main/sync/synchronize.ts';

const orders = { name: 'orders', schema: '' };

function counts(
  received: { upserts: number; deletes: number },
  applied: readonly Partial<AppliedCount>[],
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
    expect(counts({ upserts: 10, deletes: 0 }, [{ kind: 'upsert', applied: 10, resolved: 3 }])).toEqual({
      written: 7,
      deleted: 0,
      conflict: 3,
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
    expect(counts({ upserts: 6, deletes: 4 }, applied)).toEqual({
      written: 3,
      deleted: 1,
      conflict: 5,
      failed: 1,
      skipped: 0,
      total: 10,
    });
  });

  test('deletes that a new replica has no use for are skipped', () => {
    expect(counts({ upserts: 5, deletes: 2 }, [{ kind: 'upsert', applied: 5 }], 'first')).toEqual({
      written: 5,
      deleted: 0,
      conflict: 0,
      failed: 0,
      skipped: 2,
      total: 7,
    });
  });
});
