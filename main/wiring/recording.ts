// Follows agent, inbox and errors, and tells telemetry: one direction, app.ts introduces them (TL-01, law 2).

import type { EndedSession } from '../agent/session.ts';
import type { ConflictInbox } from '../conflicts/inbox.ts';
import { errorsOfSession } from '../replica/row-errors.ts';
import { getSession, lastGoodSession } from '../replica/sessions.ts';
import type { Reader } from '../sqlite/database.ts';
import { createTurns } from '../sqlite/slices.ts';
import type { Connectivity } from '../sync/status.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import { conflictEvent, errorEvent, sessionEvents, type Reach } from './telemetry-events.ts';

/** What is followed. */
export interface RecordingParts {
  readonly telemetry: Telemetry;
  readonly inbox: Pick<ConflictInbox, 'mark' | 'stepsAfter'>;
  readonly reader: Reader;
  now(): Date;
}

/**
 * Tells telemetry what happens in the rooms of one replica: a page at once, the rest of a long list in short slices, while
 * windows read and decide already. Where it ends too early the inbox and the mark beside the events say what is left to tell.
 */
export interface Recording {
  /** The app starts to live; what the inbox did and nobody told any more is told. */
  begin(): void;
  sessionEnded(ended: EndedSession): void;
  /** Decisions and sessions move entries: what is new is told. */
  conflictsMoved(): void;
  connectivity(now: Connectivity): void;
  /** Resolves when all is told. */
  end(): Promise<void>;
}

const stepMark = 'conflict-step';
const pageSize = 200;

/** Follows from now on: what the inbox knew before this log was begun is not told again. */
export function createRecording(parts: RecordingParts): Recording {
  const { telemetry, inbox, now } = parts;
  let known: Connectivity | null = null;
  let hasBegun = false;
  if (telemetry.mark(stepMark) === null) telemetry.setMark(stepMark, inbox.mark());
  const app = (state: 'started' | 'ended'): void =>
    void telemetry.record([{ name: 'concord.app', level: 'info', at: now(), success: true, ids: { state } }]);
  // What cannot be read just now is told with what moves next: the mark has not moved.
  const turns = createTurns(() => undefined);
  const moment = (): Moment => ({ at: now(), reach: reachOf(known), upTo: inbox.mark() });
  const conflictsMoved = (): void => turns.take(tellMoves(parts, moment()));
  return {
    conflictsMoved,
    begin() {
      hasBegun = true;
      app('started');
      conflictsMoved();
      void telemetry.clean();
    },
    sessionEnded: (ended) => turns.take(tellSession(parts, ended, moment())),
    connectivity(state) {
      if (known !== null && known !== state)
        telemetry.record([
          {
            ...reachOf(state),
            name: 'concord.connectivity',
            level: state === 'connected' || state === 'working-offline' ? 'info' : 'warning',
            at: now(),
            ids: { connectivity: state, before: known },
          },
        ]);
      known = state;
    },
    async end() {
      await turns.ended();
      if (hasBegun) app('ended');
    },
  };
}

/** The moment of what is told; steps after `upTo` belong behind a later session's own event. */
interface Moment {
  readonly at: Date;
  readonly reach: Reach;
  readonly upTo: number;
}

function* tellSession(parts: RecordingParts, ended: EndedSession, moment: Moment): Generator<void> {
  const { telemetry, reader } = parts;
  const stored = getSession(reader, ended.no);
  if (!stored) return;
  telemetry.record(sessionEvents(ended, stored, { ...moment, sync: lastGoodSession(reader, ended.no) }));
  yield* tellErrors(parts, ended.no, moment);
  yield* tellMoves(parts, moment);
  // After a session the log is looked over: what is too old goes while nobody waits.
  void telemetry.clean();
}

function* tellErrors({ telemetry, reader }: RecordingParts, session: number, { reach }: Moment): Generator<void> {
  for (let offset = 0; ; offset += pageSize) {
    const errors = errorsOfSession(reader, session, { limit: pageSize, offset });
    if (errors.length > 0) telemetry.record(errors.map((error) => errorEvent(error, reach)));
    if (errors.length < pageSize) return;
    yield;
  }
}

/** What the inbox did and was not told yet, page by page. */
function* tellMoves({ telemetry, inbox }: RecordingParts, { reach, upTo }: Moment): Generator<void> {
  for (;;) {
    const from = telemetry.mark(stepMark) ?? 0;
    const steps = inbox.stepsAfter(from, pageSize).filter(({ no }) => no <= upTo);
    const to = steps.at(-1)?.no;
    if (to === undefined) return;
    const events = steps.flatMap((step) => conflictEvent(step, reach) ?? []);
    telemetry.record(events, { name: stepMark, from, to });
    // Another program may have been quicker, or the log cannot be written: either way these are not ours to tell now.
    if (to === upTo || telemetry.mark(stepMark) !== to) return;
    yield;
  }
}

/** The documents' words; `connectivity` beside them is Concord's own. */
function reachOf(connectivity: Connectivity | null): Reach {
  return {
    hubState: connectivity === null || connectivity === 'connected' ? 'Online' : 'Offline',
    networkState: connectivity === 'no-network' ? 'Offline' : 'Online',
  };
}
