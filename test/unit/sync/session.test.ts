// Which rounds a session has, and the order of its phases.

import { describe, expect, it } from 'vitest';
import type { HubOperation, ScopeClient, SyncType } from '../../../main/sync/scope.ts';
import { mayFollow, phases, planRounds, uploads, type OutdatedAction, type Phase } from '../../../main/sync/session.ts';
import { categorySchema, scopeOf } from '../../support/schemas.ts';
import { problemOf } from './problems.ts';

const types: readonly SyncType[] = ['normal', 'reinitialize', 'reinitialize-with-upload'];
const actions: readonly OutdatedAction[] = ['ask', 'reinitialize', 'reinitialize-with-upload'];
const operations: readonly HubOperation[] = [
  'normal',
  'reinitialize',
  'reinitialize-with-upload',
  'drop-all-and-sync',
  'drop-all-and-exit',
  'deprovision-and-sync',
  'abort',
];

type Replica = 'new' | 'current' | 'outdated';
type Hub = 'stock' | 'concord';

const client: ScopeClient = {
  id: 'c',
  scopeName: 'DefaultScope',
  hash: '',
  parameters: [],
  lastSync: 5n,
  lastHubSync: 100n,
  isNew: false,
};

interface Case {
  readonly type: SyncType;
  readonly operation: HubOperation;
  readonly replica: Replica;
  readonly hub: Hub;
  readonly action: OutdatedAction;
}

/** The rounds as text, or the code that it ends with. */
function planOf({ type, operation, replica, hub, action }: Case): string {
  const input = {
    type,
    operation,
    outdatedAction: action,
    client: { ...client, isNew: replica === 'new' },
    scope: { ...scopeOf(categorySchema), cleanedUpTo: replica === 'outdated' ? 101n : 100n },
    concordHub: hub === 'concord',
  };
  try {
    return planRounds(input).join(', ');
  } catch {
    return problemOf(() => planRounds(input)).code;
  }
}

/** What is wished for, once the hub's order has been heard. */
const wishes: Readonly<Record<HubOperation, (type: SyncType) => SyncType | 'hub-aborted' | 'none' | 'anew'>> = {
  normal: (type) => type,
  'deprovision-and-sync': (type) => type,
  reinitialize: () => 'reinitialize',
  'reinitialize-with-upload': () => 'reinitialize-with-upload',
  abort: () => 'hub-aborted',
  'drop-all-and-sync': () => 'anew',
  'drop-all-and-exit': () => 'none',
};

/** Wish, replica and hub; the plan where it does not depend on the outdated action. */
const plans: Readonly<Record<SyncType, Readonly<Record<Hub, Readonly<Record<Replica, string>>>>>> = {
  normal: {
    stock: { new: 'first', current: 'normal', outdated: 'by action' },
    concord: { new: 'first', current: 'normal', outdated: 'by action' },
  },
  reinitialize: {
    stock: { new: 'first', current: 'reinitialize', outdated: 'reinitialize' },
    concord: { new: 'first', current: 'reinitialize', outdated: 'reinitialize' },
  },
  'reinitialize-with-upload': {
    stock: { new: 'first', current: 'normal, reinitialize', outdated: 'reinitialize' },
    concord: { new: 'first', current: 'reinitialize-with-upload', outdated: 'reinitialize' },
  },
};

const byAction: Readonly<Record<OutdatedAction, Readonly<Record<Hub, string>>>> = {
  ask: { stock: 'outdated', concord: 'outdated' },
  reinitialize: { stock: 'reinitialize', concord: 'reinitialize' },
  'reinitialize-with-upload': { stock: 'reinitialize', concord: 'reinitialize' },
};

const cases: readonly Case[] = types.flatMap((type) =>
  operations.flatMap((operation) =>
    (['new', 'current', 'outdated'] as const).flatMap((replica) =>
      (['stock', 'concord'] as const).flatMap((hub) =>
        actions.map((action) => ({ type, operation, replica, hub, action })),
      ),
    ),
  ),
);

describe('planRounds', () => {
  it.each(cases)(
    'R-71 R-72 R-73 W-120 W-121 W-281 $type, hub orders $operation, $replica replica, $hub hub, if outdated $action',
    (one) => {
      const wish = wishes[one.operation](one.type);
      expect(planOf(one)).toBe(expectedOf(one, wish));
    },
  );

  it('R-73 an outdated replica that was not told what to do names its way out', () => {
    expect(
      problemOf(() => planRounds({ ...fresh(), scope: { ...scopeOf(categorySchema), cleanedUpTo: 101n } })),
    ).toMatchObject({
      code: 'outdated',
      retryable: false,
    });
  });

  it.each([
    ['first', false],
    ['normal', true],
    ['reinitialize', false],
    ['reinitialize-with-upload', true],
    ['anew', false],
  ] as const)('R-74 W-118 W-119 does a %s round upload? %s', (round, sends) => {
    expect(uploads(round)).toBe(sends);
  });
});

function expectedOf({ action, hub, replica }: Case, wish: ReturnType<(typeof wishes)[HubOperation]>): string {
  if (wish === 'hub-aborted') return wish;
  if (wish === 'none') return '';
  if (wish === 'anew') return replica === 'new' ? 'first' : 'anew';
  const plan = plans[wish][hub][replica];
  return plan === 'by action' ? byAction[action][hub] : plan;
}

function fresh(): Parameters<typeof planRounds>[0] {
  return {
    type: 'normal',
    operation: 'normal',
    outdatedAction: 'ask',
    client,
    scope: scopeOf(categorySchema),
    concordHub: false,
  };
}

describe('phases', () => {
  it('R-70 FD-01 are these, in this order', () => {
    expect(phases).toEqual(
      'connect operation provision snapshot select upload hub download apply clean-up end'.split(' '),
    );
  });

  it.each([
    ['a first session', 'connect operation snapshot select upload hub download provision apply clean-up end'],
    ['a normal session', 'connect operation select upload hub download apply clean-up end'],
    [
      'two rounds',
      'connect operation select upload hub download apply clean-up connect operation snapshot select upload end',
    ],
    ['a failure', 'connect operation end'],
    ['a hub that is not there', 'connect end'],
  ])('R-70 FD-01 %s moves forward', (_, walk) => {
    const steps = walk.split(' ') as Phase[];
    for (const [at, phase] of steps.entries()) expect(mayFollow(steps[at - 1] ?? null, phase)).toBe(true);
  });

  const order: readonly Phase[] = [
    'operation',
    'snapshot',
    'select',
    'upload',
    'hub',
    'download',
    'provision',
    'apply',
    'clean-up',
  ];
  it.each(order)('R-70 L7 what may follow %s', (phase) => {
    for (const next of order)
      expect([next, mayFollow(phase, next)]).toEqual([next, order.indexOf(next) > order.indexOf(phase)]);
    expect(mayFollow(phase, 'end')).toBe(true);
    expect(mayFollow(phase, 'connect')).toBe(true);
    expect(mayFollow('connect', phase)).toBe(true);
    expect(mayFollow('end', phase)).toBe(false);
    expect(mayFollow(null, phase)).toBe(true);
  });
});
