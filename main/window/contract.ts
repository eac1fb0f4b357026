// The contract between the window and the engine: every call with its input and output, and every topic (ARCHITECTURE,
// "Two contracts"). Handlers, client and validator are derived from this table; a missing handler does not compile.

import type { z } from 'zod';
import type { problem } from './shapes.ts';
import { changeCalls } from './calls/change-calls.ts';
import { conflictCalls } from './calls/conflict-calls.ts';
import { timelineCalls } from './calls/timeline-calls.ts';
import { dataCalls } from './calls/data-calls.ts';
import { errorCalls } from './calls/error-calls.ts';
import { hubCalls } from './calls/hub-calls.ts';
import { feedCalls } from './calls/feed-calls.ts';
import { removedCalls } from './calls/removed-calls.ts';
import { sessionCalls } from './calls/session-calls.ts';
import { settingsCalls } from './calls/settings-calls.ts';
import { setupCalls } from './calls/setup-calls.ts';
import { telemetryCalls } from './calls/telemetry-calls.ts';

/** All calls by name. */
export const calls = {
  ...sessionCalls,
  ...feedCalls,
  ...conflictCalls,
  ...errorCalls,
  ...dataCalls,
  ...timelineCalls,
  ...telemetryCalls,
  ...changeCalls,
  ...removedCalls,
  ...setupCalls,
  ...settingsCalls,
  ...hubCalls,
} as const;

/** What changes under the window; an event carries only a revision, the window then reads (law 3). */
export const topics = ['status', 'feed', 'conflicts', 'errors', 'data', 'telemetry', 'setup'] as const;

/** One topic. */
export type Topic = (typeof topics)[number];

/** The name of a call. */
export type CallName = keyof typeof calls;

/** What a call is given, before and after its defaults are filled in. */
export type CallInput<N extends CallName> = z.input<(typeof calls)[N]['input']>;
export type CheckedInput<N extends CallName> = z.output<(typeof calls)[N]['input']>;

/** What a call answers. */
export type CallOutput<N extends CallName> = z.output<(typeof calls)[N]['output']>;

/** One function a call. */
export type Handlers = { readonly [N in CallName]: (input: CheckedInput<N>) => CallOutput<N> | Promise<CallOutput<N>> };

/** A coded error as a reply carries it. */
export type ReplyProblem = z.output<typeof problem>;

/** The answer to a call. */
export type Reply<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ReplyProblem };

/** Calls that change something; a read-only window may not make them (CL-06). */
export const writingCalls: ReadonlySet<CallName> = new Set<CallName>([
  'sync.start',
  'sync.cancel',
  'hub.check',
  'agent.configure',
  'replica.adopt',
  'conflicts.resolve',
  'conflicts.resolveAll',
  'conflicts.undo',
  'conflicts.undoAll',
  'errors.retry',
  'errors.edit',
  'errors.clean',
  'data.insert',
  'data.update',
  'data.delete',
  'telemetry.configure',
  'changes.revert',
  'changes.undo',
  'setup.test',
  'setup.begin',
  'setup.cancel',
  'setup.demo',
  'settings.save',
  'settings.compact',
  'hub.makeToken',
  'hub.revokeToken',
  'hub.order',
  'hub.withdrawOrder',
  'hub.retryErrors',
  'hub.forgetErrors',
  'hub.cleanUp',
  'hub.makeSnapshot',
  'hub.deleteSnapshot',
  'hub.cancelSnapshot',
]);
