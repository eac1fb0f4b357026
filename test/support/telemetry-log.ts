// A log of telemetry without a replica: as many sessions of an office as a test or the bench wants.

import { createEventLog, openEventFile } from '../../main/telemetry/event-log.ts';
import type { NewTelemetry } from '../../main/telemetry/event.ts';
import type { LogFile } from '../../main/telemetry/log-file.ts';
import { defaultSettings, type TelemetrySettings } from '../../main/telemetry/settings.ts';
import { createTelemetry, type Telemetry } from '../../main/telemetry/telemetry.ts';

/** An open log of telemetry. */
export interface TelemetryLog {
  readonly file: LogFile;
  readonly telemetry: Telemetry;
  readonly saved: TelemetrySettings[];
  close(): void;
}

/** What a test may choose. */
export interface TelemetryLogOptions {
  readonly now?: () => Date;
  readonly user?: string;
  readonly client?: 'desktop' | 'browser' | 'cli';
  readonly settings?: Partial<TelemetrySettings>;
  readonly secrets?: readonly string[];
}

/** Opens the log beside a path where no replica need be. */
export function openTelemetryLog(replica: string, options: TelemetryLogOptions = {}): TelemetryLog {
  const now = options.now ?? ((): Date => new Date());
  const file = openEventFile(replica, now);
  const saved: TelemetrySettings[] = [];
  createEventLog(file, now);
  const telemetry = createTelemetry({
    file,
    now,
    identity: { user: options.user ?? 'Ann', device: 'Desk 1', client: options.client ?? 'desktop', version: '1.2.3' },
    settings: { ...defaultSettings, ...options.settings },
    saveSettings: (settings) => Promise.resolve(void saved.push(settings)),
    key: () => '00112233'.repeat(8),
    secrets: () => options.secrets ?? [],
    changed: () => undefined,
  });
  return { file, telemetry, saved, close: () => file.close() };
}

const tables = ['work_orders', 'work_order_lines', 'bookings', 'customers', 'products', 'sites', 'notes'];

/** The events of one session that ends at an instant: its own, its tables, its phases; now and then it fails. */
export function officeSession(no: number, at: Date): NewTelemetry[] {
  const shared = { at, mode: 'DELTA_SYNC', scope: 'FieldWork', session: no, sync: no - 1 } as const;
  const hasFailed = no % 17 === 0;
  return [
    {
      ...shared,
      name: 'concord.session',
      level: hasFailed ? 'error' : 'info',
      success: !hasFailed,
      failure: hasFailed
        ? {
            errorCode: 2005,
            failureType: 'SERVER_ERROR',
            code: 'hub-refused',
            message: `The hub stopped the session: “${no}”.`,
          }
        : null,
      durationMs: 400 + (no % 977),
      activeMs: 200 + (no % 331),
      records: no % 50,
      responseBytes: no * 3,
      contentBytes: no,
      hubState: 'Online',
      networkState: 'Online',
      ids: { trigger: 'schedule', outcome: hasFailed ? 'failed' : 'done', uploaded: no % 9, downloaded: no % 41 },
    },
    ...tables.map((table, index): NewTelemetry => ({
      ...shared,
      isPart: true,
      name: 'concord.table.download',
      level: 'info',
      success: true,
      table,
      records: (no * (index + 3)) % 400,
      ids: { inserted: no % 7, modified: 0, deleted: 0, unchanged: 0, conflicted: 0, failed: 0, skipped: 0 },
    })),
    ...['connect', 'select', 'download', 'apply', 'end'].map((phase, index): NewTelemetry => ({
      ...shared,
      isPart: true,
      name: 'concord.phase',
      level: 'verbose',
      phase,
      durationMs: ((no * 7) % 90) + index + 0.3,
      activeMs: index + 0.1,
    })),
  ];
}

/** Fills a log with whole sessions until it has at least so many events; they end `everyMs` apart, the last one at `until`. */
export function fillLog(
  { telemetry }: Pick<TelemetryLog, 'telemetry'>,
  { events, until, everyMs = 30_000 }: { readonly events: number; readonly until: Date; readonly everyMs?: number },
): number {
  const sessions = Math.ceil(events / officeSession(1, until).length);
  let written = 0;
  for (let first = 1; first <= sessions; first += 500) {
    const batch: NewTelemetry[] = [];
    for (let no = first; no < first + 500 && no <= sessions; no++)
      batch.push(...officeSession(no, new Date(until.getTime() - (sessions - no) * everyMs)));
    telemetry.record(batch);
    written += batch.length;
  }
  return written;
}
