// Follows agent, inbox and errors, and tells telemetry: one direction, app.ts introduces them (TL-01, law 2).

import type { EndedSession } from '../agent/session.ts';
import type { ConflictInbox } from '../conflicts/inbox.ts';
import { errorsOfSession } from '../replica/row-errors.ts';
import { getSession, lastGoodSession } from '../replica/sessions.ts';
import type { Reader } from '../sqlite/database.ts';
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

/** Tells telemetry what happens in the rooms of one replica. */
export interface Recording {
  /** The app starts to live. */
  begin(): void;
  sessionEnded(ended: EndedSession): void;
  /** Decisions and sessions move entries: what is new is told. */
  conflictsMoved(): void;
  connectivity(now: Connectivity): void;
  end(): void;
}

const stepMark = 'conflict-step';
const pageSize = 500;

/** Follows from now on: what the inbox knew before this log was begun is not told again. */
export function createRecording({ telemetry, inbox, reader, now }: RecordingParts): Recording {
  let known: Connectivity | null = null;
  let hasBegun = false;
  if (telemetry.mark(stepMark) === null) telemetry.setMark(stepMark, inbox.mark());
  const app = (state: 'started' | 'ended'): void =>
    telemetry.record([{ name: 'concord.app', level: 'info', at: now(), success: true, ids: { state } }]);
  const conflictsMoved = (): void => {
    for (;;) {
      const from = telemetry.mark(stepMark) ?? 0;
      const steps = inbox.stepsAfter(from, pageSize);
      const to = steps.at(-1)?.no;
      if (to === undefined) return;
      const events = steps.flatMap((step) => conflictEvent(step, reachOf(known)) ?? []);
      telemetry.record(events, { name: stepMark, from, to });
      // Another program may have been quicker, or the log cannot be written: either way these are not ours to tell now.
      if (telemetry.mark(stepMark) !== to) return;
    }
  };
  return {
    conflictsMoved,
    begin() {
      hasBegun = true;
      app('started');
      void telemetry.clean();
    },
    sessionEnded(ended) {
      const stored = getSession(reader, ended.no);
      if (!stored) return;
      const sync = lastGoodSession(reader, ended.no);
      const reach = reachOf(known);
      telemetry.record(sessionEvents(ended, stored, { at: now(), sync, reach }));
      for (let offset = 0; ; offset += pageSize) {
        const errors = errorsOfSession(reader, ended.no, { limit: pageSize, offset });
        if (errors.length > 0) telemetry.record(errors.map((error) => errorEvent(error, reach)));
        if (errors.length < pageSize) break;
      }
      conflictsMoved();
      // After a session the log is looked over: what is too old goes while nobody waits.
      void telemetry.clean();
    },
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
    end() {
      if (hasBegun) app('ended');
    },
  };
}

/** The documents' words; `connectivity` beside them is Concord's own. */
function reachOf(connectivity: Connectivity | null): Reach {
  return {
    hubState: connectivity === null || connectivity === 'connected' ? 'Online' : 'Offline',
    networkState: connectivity === 'no-network' ? 'Offline' : 'Online',
  };
}
