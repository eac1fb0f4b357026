// Exports read back with other people's readers: every event, to the last one and no other (TL-02, TL-08, TL-11, AX-06).

import { parse } from 'csv-parse/sync';
import otlpTypes from '@opentelemetry/otlp-transformer/build/src/generated/root.js';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { NewTelemetry } from '../../../main/telemetry/event.ts';
import type { ExportChoice } from '../../../main/telemetry/export/choice.ts';
import { temporaryFile } from '../../support/files.ts';
import { fillLog, officeSession, openTelemetryLog, type TelemetryLog } from '../../support/telemetry-log.ts';

const noon = new Date('2026-06-15T12:00:00Z');

interface Attribute {
  readonly key: string;
  readonly value: { readonly stringValue?: string; readonly intValue?: unknown };
}

interface Span {
  readonly name: string;
  readonly spanId: unknown;
  readonly parentSpanId: unknown;
  readonly startTimeUnixNano: unknown;
  readonly endTimeUnixNano: unknown;
  readonly status?: { readonly code: number };
}

interface LogRecord {
  readonly body?: { readonly stringValue?: string };
  readonly attributes?: readonly Attribute[];
  readonly traceId?: string;
}

/** A message type of OpenTelemetry's own generated code. */
interface MessageType<T> {
  fromObject(line: unknown): T;
  verify(message: T): string | null;
}

const { opentelemetry } = otlpTypes as unknown as {
  readonly opentelemetry: {
    readonly proto: {
      readonly collector: {
        readonly logs: {
          readonly v1: {
            readonly ExportLogsServiceRequest: MessageType<{
              readonly resourceLogs: readonly {
                readonly resource?: { readonly attributes?: readonly Attribute[] };
                readonly scopeLogs: readonly { readonly logRecords: readonly LogRecord[] }[];
              }[];
            }>;
          };
        };
        readonly trace: {
          readonly v1: {
            readonly ExportTraceServiceRequest: MessageType<{
              readonly resourceSpans: readonly {
                readonly scopeSpans: readonly { readonly spans: readonly Span[] }[];
              }[];
            }>;
          };
        };
      };
    };
  };
};

const nanos = (long: unknown): bigint => BigInt(String(long));

/** A line as a message of the schema. */
function message<T>(type: MessageType<T>, line: unknown): T {
  const made = type.fromObject(line);
  expect(type.verify(made)).toBeNull();
  return made;
}

const plain: ExportChoice = {
  filter: {},
  format: 'ndjson',
  signal: 'logs',
  names: 'concord',
  contains: 'values',
  pseudonyms: false,
};

function openLog(): TelemetryLog {
  const log = openTelemetryLog(temporaryFile(), { now: () => noon });
  onTestFinished(() => log.close());
  return log;
}

/** A conflict with these texts in everything that holds names or values. */
function conflict(text: string, at = noon): NewTelemetry {
  return {
    name: 'concord.conflict',
    level: 'warning',
    at,
    table: `table ${text}`,
    scope: `scope ${text}`,
    conflict: 1,
    fate: 'undecided',
    phase: 'apply',
    user: `user ${text}`,
    ids: { step: 'raised', side: 'here', conflictType: 'local-update/hub-update' },
    names: { columns: `column ${text}`, theirUser: `colleague ${text}`, theirDevice: `device ${text}` },
    values: { key: text, base: null, mine: text, theirs: `theirs ${text}` },
    failure: {
      errorCode: 2003,
      failureType: 'DATABASE_ERROR',
      code: 'row-refused',
      message: `message ${text}`,
      details: `stack ${text}`,
    },
  };
}

/** The whole file, made of parts of so many events. */
async function fileOf({ telemetry }: TelemetryLog, choice: Partial<ExportChoice>, limit = 7): Promise<string> {
  const exporter = telemetry.exports();
  let text = '';
  for (let after = 0, done = false; !done;) {
    const part = exporter.part({ ...plain, ...choice }, { after, limit });
    text += part.bytes.toString();
    ({ last: after, done } = part);
  }
  return text;
}

type Line = Record<string, string | number | boolean>;

function linesOf(text: string): Line[] {
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Line);
}

async function eventsIn({ telemetry }: TelemetryLog, filter: ExportChoice['filter'] = {}): Promise<Line[]> {
  const { events } = await telemetry.list({ filter, sort: 'time', descending: false, offset: 0, limit: 1000 });
  return events.toSorted((a, b) => a.no - b.no).map(({ fields }) => fields);
}

function csvLines(text: string): Record<string, string>[] {
  return parse(text, { columns: true, record_delimiter: '\r\n' });
}

/** A cell of CSV as the field was. */
function asCsv(line: Line): Record<string, string> {
  const formula = /^[=+\-@\t\r\n]/;
  return Object.fromEntries(
    Object.entries(line).map(([name, value]) => [
      name,
      typeof value === 'string' && formula.test(value) ? `'${value}` : String(value),
    ]),
  );
}

const withoutEmpty = (line: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(line).filter(([, value]) => value !== ''));

const hostile = [
  '=HYPERLINK("http://evil")',
  '+1',
  '-1',
  '@SUM(A1)',
  '\tTab',
  '\rReturn',
  'quotes " and "" more',
  'comma, semicolon; and\r\nline\nbreaks\r',
  'NUL \0 within',
  'right \u202e to left \u200f mark',
  'emoji 👩‍🔧 and ü',
  '\u2028 and \u2029',
  'half \ud800 of a character',
];
const long: NewTelemetry = { ...conflict('long'), values: { mine: `${'1 MB, '.repeat(180_000)}end` } };

describe('read back equal to the log, whatever the texts (TL-08)', () => {
  test('NDJSON', async () => {
    const log = openLog();
    log.telemetry.record([...officeSession(17, noon), ...hostile.map((text) => conflict(text)), long]);
    expect(linesOf(await fileOf(log, {}))).toEqual(await eventsIn(log));
  });

  test('CSV: no cell is a formula, numbers stay numbers (AX-06)', async () => {
    const log = openLog();
    log.telemetry.record([...officeSession(17, noon), ...hostile.map((text) => conflict(text)), long]);
    const text = await fileOf(log, { format: 'csv' });
    expect(csvLines(text).map(withoutEmpty)).toEqual((await eventsIn(log)).map(asCsv));
    const cells = parse(text, { record_delimiter: '\r\n' }).flat();
    expect(cells.filter((cell) => /^[=+\-@\t\r\n]/.test(cell))).toEqual([]);
    log.telemetry.record([
      {
        ...conflict('x'),
        failure: { errorCode: -50, failureType: 'ERROR', code: 'unexpected', message: '-50' },
      },
    ]);
    expect(csvLines(await fileOf(log, { format: 'csv' })).at(-1)).toMatchObject({
      errorCode: '-50',
      errorMessage: "'-50",
    });
  });

  test('OTLP logs and spans are what the schema says, with every event once (TL-02)', async () => {
    const log = openLog();
    log.telemetry.record([...officeSession(17, noon), ...hostile.map((text) => conflict(text)), long]);
    const events = await eventsIn(log);
    const { logs: logTypes, trace: traceTypes } = opentelemetry.proto.collector;
    const logs = linesOf(await fileOf(log, { format: 'otlp' })).map((line) =>
      message(logTypes.v1.ExportLogsServiceRequest, line),
    );
    const records = logs.flatMap(({ resourceLogs }) =>
      resourceLogs.flatMap(({ scopeLogs }) => scopeLogs.flatMap(({ logRecords }) => logRecords)),
    );
    expect(records.map(({ body }) => body?.stringValue)).toEqual(events.map(({ name }) => name));
    const attributes = records.map((record) =>
      Object.fromEntries((record.attributes ?? []).map(({ key, value }) => [key, value])),
    );
    expect(attributes.map((of) => of['concord.table']?.stringValue ?? undefined)).toEqual(
      events.map(({ table }) => table),
    );
    expect(attributes[0]).toMatchObject({
      'error.type': { intValue: expect.anything() as unknown },
      'user.id': { stringValue: 'Ann' },
      'concord.duration_ms': { intValue: expect.anything() as unknown },
    });
    expect(records[0]?.traceId).toHaveLength(24);
    const resource = logs[0]?.resourceLogs[0]?.resource?.attributes ?? [];
    expect(resource.map(({ key }) => key)).toEqual(
      expect.arrayContaining(['service.name', 'service.version', 'device.id', 'os.name', 'os.version']),
    );

    const spans = linesOf(await fileOf(log, { format: 'otlp', signal: 'traces' })).flatMap((line) =>
      message(traceTypes.v1.ExportTraceServiceRequest, line).resourceSpans.flatMap(({ scopeSpans }) =>
        scopeSpans.flatMap((scope) => scope.spans),
      ),
    );
    expect(spans.map(({ name }) => name)).toEqual(
      events.filter(({ durationMs }) => durationMs !== undefined).map(({ name }) => name),
    );
    const [session, phase] = spans;
    expect(nanos(session?.endTimeUnixNano)).toBe(BigInt(noon.getTime()) * 1_000_000n);
    expect(nanos(session?.endTimeUnixNano) - nanos(session?.startTimeUnixNano)).toBe(417_000_000n);
    expect(phase?.parentSpanId).toEqual(session?.spanId);
    expect(session?.status?.code).toBe(2);
  });

  test('Application Insights: the documents’ names and nesting (TL-02)', async () => {
    const log = openLog();
    log.telemetry.record(officeSession(17, noon));
    const [session, table] = linesOf(await fileOf(log, { names: 'application-insights' })) as unknown as Record<
      string,
      Record<string, unknown>
    >[];
    expect(session).toMatchObject({
      timestamp: noon.toISOString(),
      target: 'sync',
      type: 'uciMonitorFailure',
      name: 'Offline.SyncDatabase',
      duration: 417,
      success: false,
      client_Type: 'desktop',
      user_Id: 'Ann',
      application_Version: '1.2.3',
      itemType: 'exception',
      problemId: 'uci_trace',
      customDimensions: {
        EventName: 'ScenarioEnd',
        ScenarioResult: 'FAILURE',
        ErrorCode: 2005,
        FailureType: 'SERVER_ERROR',
        LogLevel: 'error',
        DataSyncMode: 'DELTA_SYNC',
        ActiveDuration: 217,
        AppFlavor: 'Concord',
        AppInfo_Version: '1.2.3',
        DeviceInfo_Id: 'Desk 1',
        ServerConnectivityState: 'Online',
        IsOfflineByDefaultApp: true,
        eventContext: { ProfileId: 'FieldWork', ResponseSize: 51, ContentLength: 17 },
      },
    });
    expect(table).toMatchObject({
      name: 'Offline.DdsClient.GetRecords',
      type: 'replica',
      operation_ParentId: session?.['id'],
      customDimensions: {
        eventContext: { entityName: 'work_orders', RecordCount: 51 },
        EventContext: { EntityName: 'work_orders', RecordCount: 51 },
        EntityName: 'work_orders',
      },
    });
    const ids = (of: typeof session): unknown =>
      (of?.['customDimensions']?.['eventContext'] as Line | undefined)?.['CurrentSyncId'];
    expect(ids(session)).toBe(ids(table));
    const [header] = (await fileOf(log, { names: 'application-insights', format: 'csv' })).split('\r\n');
    expect(header?.split(',')).toEqual(
      expect.arrayContaining([
        'timestamp',
        'customDimensions.DataSyncMode',
        'customDimensions.eventContext.entityName',
      ]),
    );
  });
});

describe('the plan tells what the file holds (TL-08)', () => {
  test.each([
    { format: 'csv' },
    { format: 'ndjson' },
    { format: 'otlp' },
    { format: 'otlp', signal: 'traces' },
    { format: 'ndjson', filter: { table: 'bookings', result: 'success' } },
    { format: 'csv', filter: { from: '2026-06-15T11:59:00Z', levels: ['info', 'error'] } },
    { format: 'ndjson', filter: { text: 'nothing has this' } },
  ] as const satisfies Partial<ExportChoice>[])('%j: exact number, size within a tenth, 20 real lines', async (of) => {
    const log = openLog();
    fillLog(log, { events: 600, until: noon });
    const exporter = log.telemetry.exports();
    const plan = await exporter.plan({ ...plain, ...of });
    fillLog(log, { events: 26, until: noon });
    const text = await fileOf(log, { ...of, upTo: plan.upTo }, 50);
    const lines = text.split('\n').slice(0, -1);
    const records = of.format === 'otlp' ? text.split('"spanId"').length - 1 : lines.length;
    expect(records).toBe(plan.events + (of.format === 'csv' ? 1 : 0));
    if (plan.events > 0 && of.format !== 'otlp') {
      expect(Math.abs(plan.bytes - Buffer.byteLength(text)) / text.length).toBeLessThan(0.1);
      expect(lines.slice(0, plan.preview.length).map((line) => line.trimEnd())).toEqual(plan.preview);
    }
    expect(plan.file).toMatch(/^concord-telemetry(-2026-06-15)?(-logs|-traces)?\.(csv|ndjson|jsonl)$/);
  });
});

describe('redaction (TL-11)', () => {
  const formats = [
    { format: 'csv' },
    { format: 'ndjson' },
    { format: 'otlp' },
    { format: 'otlp', signal: 'traces' },
    { format: 'ndjson', names: 'application-insights' },
    { format: 'otlp', names: 'application-insights' },
  ] as const satisfies Partial<ExportChoice>[];
  const marked = fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }).map((text) => `§${text}§`);

  test.each(formats)('%j: no name leaves at the lowest level, no value below the highest', async (of) => {
    const log = openLog();
    await fc.assert(
      fc.asyncProperty(marked, async (text) => {
        const before = log.file.reader.value('select coalesce(max(no), 0) from telemetry');
        log.telemetry.record([{ ...conflict(text), durationMs: 5 }]);
        const exporter = log.telemetry.exports();
        const told = (choice: Partial<ExportChoice>): string =>
          exporter.part({ ...plain, ...of, ...choice }, { after: Number(before), limit: 10 }).bytes.toString();
        expect(told({ contains: 'ids' })).not.toContain('§');
        const names = told({ contains: 'names' });
        for (const word of ['theirs §', 'message §', 'stack §']) expect(names).not.toContain(word);
        for (const word of ['table §', 'user §', 'column §', 'colleague §']) expect(names).toContain(word);
        const hidden = told({ contains: 'names', pseudonyms: true });
        for (const word of ['user §', 'colleague §', 'device §']) expect(hidden).not.toContain(word);
        expect(told({ contains: 'values' })).toContain('theirs §');
      }),
      { numRuns: 25 },
    );
  });

  test('a pseudonym is the same person in every export, and another one with another key', async () => {
    const log = openLog();
    log.telemetry.record([conflict('a'), conflict('b'), conflict('a')]);
    const users = async (choice: Partial<ExportChoice>): Promise<unknown[]> =>
      linesOf(await fileOf(log, choice)).map(({ userId }) => userId);
    const [a, b, again] = await users({ contains: 'ids' });
    expect(a).toMatch(/^user-[0-9a-f]{12}$/);
    expect([a === again, a === b]).toEqual([true, false]);
    expect(await users({ contains: 'values', pseudonyms: true })).toEqual([a, b, again]);
  });

  test('tokens and passwords are never written, at no level, in no file', () => {
    const log = openTelemetryLog(temporaryFile(), { now: () => noon, secrets: ['s3cr3t-token/+', 'pa ss"word'] });
    onTestFinished(() => log.close());
    const texts = [
      'the hub at https://ann:pa%20ss%22word@hub.example/?token=abcdef said no',
      'Authorization: Bearer eyJhbGciOi.J9',
      'bearer s3cr3t-token/+ and s3cr3t-token%2F%2B',
      '{"password":"pa ss\\"word","access_token": "abcdef"}',
      'Cookie: session=abcdef; other=abcdef',
      'postgres://concord:hunter22@db/office',
    ];
    log.telemetry.record(texts.map((text) => conflict(text)));
    const stored = JSON.stringify(log.file.reader.all('select * from telemetry'));
    for (const secret of ['s3cr3t', 'ss%22', 'abcdef', 'eyJ', 'hunter22', 'ss\\\\\\"word'])
      expect(stored).not.toContain(secret);
    expect(stored).toContain('hub.example');
  });
});
