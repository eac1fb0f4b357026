// Two weeks of an office in the telemetry of a replica, written through the room's own functions by a clock of their own.

import { openEventFile } from '../../main/telemetry/event-log.ts';
import type { Failure, NewTelemetry } from '../../main/telemetry/event.ts';
import { defaultSettings } from '../../main/telemetry/settings.ts';
import { createTelemetry } from '../../main/telemetry/telemetry.ts';
import type { ClientType, TelemetryMode } from '../../main/sync/telemetry.ts';

interface Person {
  readonly user: string;
  readonly client: ClientType;
  readonly version: string;
  /** Sessions a day. */
  readonly daily: number;
  /** Days before the present on which the last session was. */
  readonly away?: number;
}

const office: readonly Person[] = [
  { user: 'Maya Lindqvist', client: 'desktop', version: '1.4.2', daily: 14 },
  { user: 'Anna Berger', client: 'desktop', version: '1.4.2', daily: 9 },
  { user: 'Jonas Weiss', client: 'desktop', version: '1.4.1', daily: 11 },
  { user: 'Priya Raman', client: 'browser', version: '1.4.2', daily: 7 },
  { user: 'Tomasz Nowak', client: 'desktop', version: '1.3.8', daily: 5, away: 4 },
  { user: 'Dana Holm', client: 'cli', version: '1.4.2', daily: 3 },
];

const tables: readonly (readonly [name: string, first: number, delta: number])[] = [
  ['work_orders', 18_290, 62],
  ['work_order_lines', 64_880, 140],
  ['bookings', 9_702, 24],
  ['customers', 2_118, 6],
  ['products', 20_096, 11],
];

const failures: Readonly<Record<'hub' | 'signIn' | 'normal' | 'network', Failure>> = {
  hub: {
    errorCode: 2005,
    failureType: 'SERVER_ERROR',
    code: 'hub-busy',
    message: 'The hub is busy or being restarted (503).',
  },
  signIn: {
    errorCode: 2006,
    failureType: 'AUTH_ERROR',
    code: 'hub-credentials',
    message: 'The hub does not accept the credentials (401).',
  },
  network: {
    errorCode: 2004,
    failureType: 'NETWORK_ERROR',
    code: 'hub-unreachable',
    message: 'The hub at https://hub.brunner.example/sync cannot be reached.',
  },
  normal: {
    errorCode: 3000,
    failureType: 'EXPECTED_ERROR',
    code: 'cancelled',
    message: 'The session was cancelled.',
  },
};

const dayMs = 86_400_000;
const hourMs = 3_600_000;

/** What is recorded. */
export interface OfficeDays {
  /** The replica, whose log need not exist. */
  readonly file: string;
  readonly now: Date;
  readonly days: number;
  /** Recording was off from noon of the day so many days ago until the next morning. */
  readonly gapAgo?: number;
}

/** Writes the days; the same every time. */
export async function recordOffice({ file, now, days, gapAgo }: OfficeDays): Promise<void> {
  let clock = now;
  const log = openEventFile(file, () => clock);
  const people = office.map((person) => ({
    ...person,
    telemetry: createTelemetry({
      file: log,
      now: () => clock,
      identity: {
        user: person.user,
        device: `Device of ${person.user}`,
        client: person.client,
        version: person.version,
      },
      settings: defaultSettings,
      saveSettings: () => Promise.resolve(),
      key: () => '00112233'.repeat(8),
      secrets: () => [],
      changed: () => undefined,
    }),
  }));
  const [switcher] = people;
  const off = gapAgo === undefined ? null : startOf(now, gapAgo) + 12 * hourMs;
  const on = gapAgo === undefined ? null : startOf(now, gapAgo - 1) + 9 * hourMs;
  const isOff = (at: number): boolean => off !== null && on !== null && at >= off && at < on;
  const random = dice(7);
  let no = 100;
  for (let ago = days - 1; ago >= 0; ago--) {
    for (const { telemetry, user, daily, away } of people) {
      if (ago < (away ?? 0)) continue;
      const batch: NewTelemetry[] = [];
      for (let turn = 0; turn < daily; turn++) {
        const at = startOf(now, ago) + 7 * hourMs + ((turn + random()) / daily) * 10 * hourMs;
        if (at > now.getTime() || isOff(at)) continue;
        const mode = ago === days - 1 && turn === 0 ? 'FIRST_SYNC' : turn % 9 === 8 ? 'FORCED_SYNC' : 'DELTA_SYNC';
        batch.push(...session({ no: no++, at: new Date(at), mode, failure: failureOf(random, ago, user), random }));
      }
      telemetry.record(batch);
    }
  }
  if (switcher && off !== null && on !== null) {
    clock = new Date(off);
    await switcher.telemetry.configure({ recording: false });
    clock = new Date(on);
    await switcher.telemetry.configure({ recording: true });
  }
  log.close();
}

function failureOf(random: () => number, ago: number, user: string): Failure | null {
  const chance = random();
  if (ago === 2 && chance < 0.18) return failures.hub;
  if (user === 'Tomasz Nowak' && chance < 0.06) return failures.signIn;
  if (chance < 0.025) return failures.hub;
  if (user === 'Priya Raman' && chance < 0.05) return failures.network;
  return chance > 0.96 ? failures.normal : null;
}

interface SessionFacts {
  readonly no: number;
  readonly at: Date;
  readonly mode: TelemetryMode;
  readonly failure: Failure | null;
  readonly random: () => number;
}

function session({ no, at, mode, failure, random }: SessionFacts): NewTelemetry[] {
  const isFirst = mode === 'FIRST_SYNC';
  const total = (isFirst ? 44_800 : 2300) * (0.7 + random() * 0.7) * (failure ? 2.2 : 1);
  const shared = { at, mode, scope: 'FieldWork', session: no, sync: no - 1 };
  return [
    {
      ...shared,
      name: 'concord.session',
      level: failure === null ? 'info' : failure.failureType === 'EXPECTED_ERROR' ? 'warning' : 'error',
      success: failure === null,
      failure,
      durationMs: Math.round(total),
      activeMs: Math.round(total * (0.55 + random() * 0.2)),
      records: Math.round(random() * 200),
      responseBytes: Math.round(random() * 90_000),
      contentBytes: Math.round(random() * 9000),
      hubState: 'Online',
      networkState: 'Online',
      ids: { trigger: 'schedule', outcome: failure === null ? 'done' : 'failed' },
    },
    ...(failure === null
      ? tables.map(([table, first, delta]): NewTelemetry => ({
          ...shared,
          isPart: true,
          name: 'concord.table.download',
          level: 'info',
          success: true,
          table,
          records: isFirst ? first : Math.round(delta * (0.5 + random())),
        }))
      : []),
    ...['connect', 'download', 'apply'].map((phase): NewTelemetry => ({
      ...shared,
      isPart: true,
      name: 'concord.phase',
      level: 'verbose',
      phase,
      durationMs: Math.round(total / 4),
    })),
  ];
}

function startOf(now: Date, daysAgo: number): number {
  const day = new Date(now.getTime() - daysAgo * dayMs);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate()).getTime();
}

/** Numbers from 0 to 1 that look random and are the same every time. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}
