// The lasting record of a hub's clients: its events, turned into telemetry and written in batches while no call waits for it
// (HB-09, TL-01, TL-09, TL-10). Whatever befalls the file, sessions go on.

import { mkdirSync, existsSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { hostname } from 'node:os';
import type { ServedTelemetry } from '../hub/door/admin-telemetry.ts';
import type { HubEvent } from '../hub/events.ts';
import { codeOf } from '../hub/metrics.ts';
import { createTurns } from '../sqlite/slices.ts';
import { ConcordError } from '../sync/problem.ts';
import type { NewTelemetry } from '../telemetry/event.ts';
import { openLogFile, logPath, type LogFile } from '../telemetry/log-file.ts';
import { closeGap, openGap, ownKey } from '../telemetry/notes.ts';
import { defaultSettings } from '../telemetry/settings.ts';
import { createTelemetry, type Telemetry } from '../telemetry/telemetry.ts';
import { version } from '../version.ts';
import { hubSessionEvents, sessionNumber } from './hub-telemetry-events.ts';

/** How a hub's telemetry is kept. */
export interface HubTelemetryParts {
  /** The file's path without its ending; see `logPath`. */
  readonly base: string;
  readonly recording: boolean;
  readonly keepDays: number;
  readonly keepEvents: number;
  now(): Date;
  /** Told once why nothing is written, as `telemetry-unwritable`, until it is written again. */
  failed(thrown: unknown): void;
}

/** Telemetry of one hub process. */
export interface HubTelemetry {
  /** Never throws, never waits. */
  event(event: HubEvent): void;
  /** What is recorded so far, for the hub's door; null while there is no file. */
  served(): ServedTelemetry | null;
  /** Writes what waits, and ends. */
  close(): void;
}

/** Events wait so long for others, and so many are written at once: a slice of a few milliseconds. */
const waitMs = 1000;
const sliceEvents = 100;
/** A file that cannot be written is left alone for so long. */
const restMs = 30_000;
/** Beyond so many nobody waits for a file that is slow. */
const mostWaiting = 50_000;
const cleanEveryMs = 3_600_000;
/** The hub's calls wait as long as its thread does: not for another program that holds the file. */
const blockMs = 50;

/** Opens the file and begins to listen. With recording off nothing is written but the gap, where a file is there already. */
export function createHubTelemetry(parts: HubTelemetryParts): HubTelemetry {
  if (!parts.recording) {
    markGap(parts);
    return { event: () => undefined, served: () => null, close: () => undefined };
  }
  const store = createStore(parts);
  const sessions = createSessionBook();
  const turns = createTurns(parts.failed);
  let waiting: NewTelemetry[] = [];
  let timer: NodeJS.Timeout | null = null;
  function* write(): Generator<void> {
    timer = null;
    while (waiting.length > 0) {
      store.write(waiting.splice(0, sliceEvents));
      yield;
    }
  }
  const writeAll = (): void => {
    while (waiting.length > 0) store.write(waiting.splice(0, sliceEvents));
  };
  const cleaner = setInterval(() => void store.telemetry()?.clean(), cleanEveryMs).unref();
  store.write([appEvent('started', parts.now())]);
  void store.telemetry()?.clean();
  return {
    event(event) {
      const events = sessions.take(event, parts.now());
      if (events.length === 0) return;
      waiting.push(...events);
      if (waiting.length > mostWaiting) waiting = waiting.slice(-mostWaiting);
      timer ??= setTimeout(() => turns.take(write()), waitMs).unref();
    },
    served() {
      writeAll();
      return servedBy(store.telemetry());
    },
    close() {
      clearInterval(cleaner);
      if (timer) clearTimeout(timer);
      waiting.push(appEvent('ended', parts.now()));
      writeAll();
      store.close();
    },
  };
}

function servedBy(telemetry: Telemetry | null): ServedTelemetry | null {
  return (
    telemetry && {
      list: telemetry.list,
      choices: telemetry.choices,
      state: telemetry.state,
      plan: (choice) => telemetry.exports().plan(choice),
      part({ after, limit, ...choice }) {
        const { bytes, ...part } = telemetry.exports().part(choice, { after, limit });
        return { ...part, text: bytes.toString() };
      },
    }
  );
}

function appEvent(state: 'started' | 'ended', at: Date): NewTelemetry {
  return { name: 'concord.app', level: 'info', at, success: true, ids: { state } };
}

interface Store {
  telemetry(): Telemetry | null;
  /** Loses what cannot be written; the gap is marked when it can be again. */
  write(events: readonly NewTelemetry[]): void;
  close(): void;
}

/** The file, opened again after a rest where it could not be. */
function createStore(parts: HubTelemetryParts): Store {
  let open: { readonly file: LogFile; readonly telemetry: Telemetry } | null = null;
  let restUntil = 0;
  let missedSince: string | null = null;
  let isTold = false;
  const failed = (thrown: unknown): void => {
    restUntil = parts.now().getTime() + restMs;
    if (!isTold) parts.failed(unwritable(parts.base, thrown));
    isTold = true;
  };
  return {
    telemetry: () => open?.telemetry ?? null,
    write(events) {
      if (parts.now().getTime() < restUntil) return;
      try {
        open ??= openStore(parts, failed);
        if (missedSince !== null) {
          openGap(open.file.db, missedSince);
          closeGap(open.file.db, parts.now().toISOString());
        }
        missedSince = null;
      } catch (thrown) {
        missedSince ??= parts.now().toISOString();
        return failed(thrown);
      }
      if (open.telemetry.record(events)) isTold = false;
    },
    close() {
      open?.telemetry.close();
      open?.file.close();
      open = null;
    },
  };
}

function openStore(
  { base, keepDays, keepEvents, now }: HubTelemetryParts,
  failed: (thrown: unknown) => void,
): { file: LogFile; telemetry: Telemetry } {
  mkdirSync(dirname(base), { recursive: true, mode: 0o700 });
  const file = openLogFile(base, { now, blockMs });
  try {
    closeGap(file.db, now().toISOString());
    const key = ownKey(file.db);
    const telemetry = createTelemetry({
      file,
      now,
      failed,
      key: () => key,
      identity: { user: '', device: hostname(), client: 'hub', version },
      settings: { ...defaultSettings, keepDays, keepEvents },
      saveSettings: () => Promise.resolve(),
      secrets: () => [],
      changed: () => undefined,
    });
    return { file, telemetry };
  } catch (thrown) {
    file.close();
    throw thrown;
  }
}

/** TL-09: charts show the time in which nothing was recorded. */
function markGap({ base, now, failed }: HubTelemetryParts): void {
  if (!existsSync(logPath(base))) return;
  try {
    const file = openLogFile(base, { now, blockMs });
    openGap(file.db, now().toISOString());
    file.close();
  } catch (thrown) {
    failed(unwritable(base, thrown));
  }
}

function unwritable(base: string, thrown: unknown): ConcordError {
  const reason = (thrown instanceof Error ? thrown.message : String(thrown)).replace(/\.$/, '');
  return new ConcordError('telemetry-unwritable', { file: basename(logPath(base)), reason });
}

interface SessionBook {
  /** The events of a session that is over with this one. */
  take(event: HubEvent, at: Date): NewTelemetry[];
}

const mostKnown = 10_000;

/** What is remembered between a session's beginning and end, and from one try of a client to the next. */
function createSessionBook(): SessionBook {
  const failures = new Map<number, string>();
  const passes = new Map<string, number>();
  const keep = <K, V>(map: Map<K, V>, key: K, value: V): V => {
    map.delete(key);
    map.set(key, value);
    const [oldest] = map.keys();
    if (map.size > mostKnown && oldest !== undefined) map.delete(oldest);
    return value;
  };
  return {
    take(event, at) {
      if (event.kind === 'failed' && event.session !== undefined)
        keep(failures, sessionNumber(event.session), codeOf(event.thrown));
      // The call that failed was repeated, and worked.
      if (event.kind === 'exchanged') failures.delete(sessionNumber(event.session));
      if (event.kind !== 'ended' && event.kind !== 'lost') return [];
      const { session, outcome } = event;
      const no = sessionNumber(session);
      const failed = failures.get(no) ?? null;
      failures.delete(no);
      const error = event.kind === 'ended' ? event.error : null;
      const result = event.kind === 'lost' ? 'lost' : error === null ? 'done' : 'failed';
      // Who only asks how much there is has synchronised nothing (PR-05).
      if (outcome.mode === null && (result === 'done' || outcome.client === null)) return [];
      const who = `${(outcome.client ?? session).slice(0, 100)} ${outcome.scope}`;
      const sync = passes.get(who) ?? keep(passes, who, no);
      if (result === 'done') passes.delete(who);
      return hubSessionEvents({ session, outcome, result, error, failed, at, sync });
    },
  };
}
