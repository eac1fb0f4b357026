// The dictionary of telemetry fields: each with its names, what it may tell at which level, and where it comes from (TL-02,
// TL-11). List, window and every export are derived from it.

import type { SqlValue } from '../sqlite/database.ts';
import { eventNames, levels, modes, errorNumbers, type ErrorNumber } from '../sync/telemetry.ts';
import { problemTable } from '../sync/problem.ts';
import { at, noDuration, successes, type EventRow } from './event.ts';
import type { Run } from './run.ts';

/** What a field gives away: nothing; whose or which it is, hidden behind an id at the lowest level; or values. */
export type Tells = 'nothing' | 'person' | 'device' | 'named' | 'values';

/** A cell of a field; null = this event has none. */
export type FieldValue = string | number | boolean | null;

/** What a field is read from. */
export interface Source {
  readonly row: EventRow;
  readonly run: Run;
  /** Eight hexadecimal digits of this log: ids of its events begin with them. */
  readonly salt: string;
  word(no: SqlValue | undefined): string | null;
}

/** One field of the dictionary. */
export interface Field {
  readonly name: string;
  /** The OpenTelemetry attribute; absent = `concord.` and the name in snake case. */
  readonly attribute?: string;
  /** Path in the documents' own telemetry; several where they have several. None = Concord's own, under `customDimensions`. */
  readonly document: readonly string[];
  readonly tells: Tells;
  /** True if it is the same in all events of a run. */
  readonly ofRun?: boolean;
  /** The same for all events of all logs. */
  read(source: Source): FieldValue;
}

const custom = (name: string): string => `customDimensions.${name}`;
const context = (name: string): string => `customDimensions.eventContext.${name}`;

function cell(source: Source, column: keyof typeof at): SqlValue {
  return source.row[at[column]] ?? null;
}

function number(source: Source, column: keyof typeof at): number | null {
  const value = cell(source, column);
  return value === null ? null : Number(value);
}

function text(source: Source, column: keyof typeof at): string | null {
  const value = cell(source, column);
  return value === null ? null : String(value);
}

function hex(value: SqlValue, digits: number): string {
  return Number(value).toString(16).padStart(digits, '0');
}

/** The id of an event: a span id. */
export function eventId(salt: string, no: SqlValue): string {
  return salt + hex(no, 8);
}

function passId(salt: string, kind: string, no: SqlValue): string | null {
  return no === null ? null : `${salt}-0000-4${kind}-8000-${hex(no, 12)}`;
}

const scenarios: Readonly<Record<number, string>> = { 4: 'conflict', 5: 'error', 6: 'app', 7: 'app' };
const sources: Readonly<Record<number, string>> = { 1: 'replica', 2: 'hub', 4: 'replica', 5: 'replica', 7: 'app' };

const isFailure = (source: Source): boolean => cell(source, 'error') !== null;

/** All fields, in the order of the columns of a CSV file. */
export const fields: readonly Field[] = [
  {
    name: 'time',
    document: ['timestamp'],
    tells: 'nothing',
    read: (source) => new Date(Number(cell(source, 'at'))).toISOString(),
  },
  { name: 'id', document: ['id'], tells: 'nothing', read: (source) => eventId(source.salt, cell(source, 'no')) },
  {
    name: 'name',
    document: ['name'],
    tells: 'nothing',
    read: (source) => eventNames[Number(cell(source, 'name'))] ?? null,
  },
  {
    name: 'scenario',
    document: ['target'],
    tells: 'nothing',
    read: (source) => scenarios[Number(cell(source, 'name'))] ?? 'sync',
  },
  {
    name: 'source',
    document: ['type'],
    tells: 'nothing',
    read: (source) => sources[Number(cell(source, 'name'))] ?? 'agent',
  },
  {
    name: 'level',
    document: [custom('LogLevel')],
    tells: 'nothing',
    read: (source) => levels[Number(cell(source, 'level'))] ?? null,
  },
  {
    name: 'durationMs',
    document: ['duration'],
    tells: 'nothing',
    read(source) {
      const ms = number(source, 'ms');
      return ms === noDuration ? null : ms;
    },
  },
  {
    name: 'activeMs',
    document: [custom('ActiveDuration')],
    tells: 'nothing',
    read: (source) => number(source, 'active'),
  },
  {
    name: 'success',
    document: ['success'],
    tells: 'nothing',
    read(source) {
      const success = Number(cell(source, 'success'));
      return success === successes.none ? null : success === successes.success;
    },
  },
  {
    name: 'event',
    document: [custom('EventName')],
    tells: 'nothing',
    read: (source) => (cell(source, 'success') === successes.none ? null : 'ScenarioEnd'),
  },
  {
    name: 'result',
    document: [custom('ScenarioResult')],
    tells: 'nothing',
    read(source) {
      const success = Number(cell(source, 'success'));
      return success === successes.none ? null : success === successes.success ? 'SUCCESS' : 'FAILURE';
    },
  },
  {
    name: 'mode',
    document: [custom('DataSyncMode')],
    tells: 'nothing',
    read: (source) => modes[Number(cell(source, 'mode'))] ?? null,
  },
  {
    name: 'errorCode',
    attribute: 'error.type',
    document: [custom('ErrorCode')],
    tells: 'nothing',
    read: (source) => number(source, 'error'),
  },
  { name: 'code', document: [], tells: 'nothing', read: (source) => source.word(cell(source, 'code')) },
  {
    name: 'failureType',
    document: [custom('FailureType')],
    tells: 'nothing',
    read(source) {
      const error = number(source, 'error');
      return error === null ? null : errorNumbers[error as ErrorNumber];
    },
  },
  {
    name: 'errorMessage',
    document: [custom('ErrorMessage'), 'outerMessage'],
    tells: 'values',
    read: (source) => text(source, 'message'),
  },
  {
    name: 'table',
    document: [context('entityName'), custom('EntityName')],
    tells: 'named',
    read: (source) => source.word(cell(source, 'tbl')),
  },
  {
    name: 'scope',
    document: [context('ProfileId')],
    tells: 'named',
    read: (source) => source.word(cell(source, 'scope')),
  },
  {
    name: 'records',
    document: [context('RecordCount')],
    tells: 'nothing',
    read: (source) => number(source, 'records'),
  },
  {
    name: 'responseBytes',
    document: [context('ResponseSize')],
    tells: 'nothing',
    read: (source) => number(source, 'received'),
  },
  {
    name: 'contentBytes',
    document: [context('ContentLength')],
    tells: 'nothing',
    read: (source) => number(source, 'sent'),
  },
  {
    name: 'userId',
    attribute: 'user.id',
    document: ['user_Id', custom('UserId'), 'user_AuthenticatedId'],
    tells: 'person',
    read: (source) => source.word(cell(source, 'user')),
  },
  {
    name: 'syncId',
    document: [context('CurrentSyncId')],
    tells: 'nothing',
    read: (source) => passId(source.salt, 'b00', cell(source, 'sync')),
  },
  {
    name: 'activityId',
    document: [context('CurrentActivityId')],
    tells: 'nothing',
    read: (source) => passId(source.salt, 'a00', cell(source, 'session')),
  },
  {
    name: 'parentId',
    document: ['operation_ParentId'],
    tells: 'nothing',
    read: (source) => (cell(source, 'parent') === null ? null : eventId(source.salt, cell(source, 'parent'))),
  },
  { name: 'session', document: [], tells: 'nothing', read: (source) => number(source, 'session') },
  { name: 'phase', document: [], tells: 'nothing', read: (source) => source.word(cell(source, 'phase')) },
  { name: 'conflict', document: [], tells: 'nothing', read: (source) => number(source, 'conflict') },
  { name: 'fate', document: [], tells: 'nothing', read: (source) => text(source, 'fate') },
  {
    name: 'hubState',
    document: [custom('ServerConnectivityState')],
    tells: 'nothing',
    read: (source) => source.word(cell(source, 'hub_state')),
  },
  {
    name: 'networkState',
    document: [custom('NetworkConnectivityState')],
    tells: 'nothing',
    read: (source) => source.word(cell(source, 'network_state')),
  },
  { name: 'problemId', document: ['problemId'], tells: 'nothing', read: (source) => source.word(cell(source, 'code')) },
  {
    name: 'problemType',
    document: ['problemType'],
    tells: 'nothing',
    read: (source) => (isFailure(source) ? 'ConcordError' : null),
  },
  {
    name: 'monitor',
    document: ['outerType'],
    tells: 'nothing',
    read: (source) => (isFailure(source) ? 'concord' : null),
  },
  {
    name: 'kind',
    document: ['itemType'],
    tells: 'nothing',
    read: (source) => (isFailure(source) ? 'exception' : null),
  },
  { name: 'stack', document: [custom('callStack')], tells: 'values', read: (source) => text(source, 'stack') },
  { name: 'runId', document: ['operation_Id', 'session_Id'], tells: 'nothing', ofRun: true, read: ({ run }) => run.id },
  {
    name: 'client',
    document: ['client_Type'],
    tells: 'nothing',
    ofRun: true,
    read: ({ run }) => run.client,
  },
  {
    name: 'appVersion',
    attribute: 'service.version',
    document: ['application_Version', custom('AppInfo_Version')],
    tells: 'nothing',
    ofRun: true,
    read: ({ run }) => run.facts.appVersion,
  },
  {
    name: 'flavor',
    attribute: 'service.name',
    document: [custom('AppFlavor')],
    tells: 'nothing',
    ofRun: true,
    read: () => 'Concord',
  },
  {
    name: 'deviceId',
    attribute: 'device.id',
    document: [custom('DeviceInfo_Id')],
    tells: 'device',
    ofRun: true,
    read: ({ run }) => run.facts.deviceId,
  },
  {
    name: 'deviceMake',
    attribute: 'device.manufacturer',
    document: [custom('DeviceInfo_make')],
    tells: 'nothing',
    ofRun: true,
    read: ({ run }) => run.facts.deviceMake ?? null,
  },
  {
    name: 'deviceModel',
    attribute: 'device.model.name',
    document: [custom('DeviceInfo_model')],
    tells: 'nothing',
    ofRun: true,
    read: ({ run }) => run.facts.deviceModel ?? null,
  },
  {
    name: 'osName',
    attribute: 'os.name',
    document: [custom('DeviceInfo_OsName')],
    tells: 'nothing',
    ofRun: true,
    read: ({ run }) => run.facts.osName,
  },
  {
    name: 'osVersion',
    attribute: 'os.version',
    document: [custom('DeviceInfo_OsVersion')],
    tells: 'nothing',
    ofRun: true,
    read: ({ run }) => run.facts.osVersion,
  },
  {
    name: 'country',
    document: [custom('Loc_country')],
    tells: 'nothing',
    ofRun: true,
    read: ({ run }) => run.facts.country ?? null,
  },
  {
    name: 'offlineFirst',
    document: [custom('IsOfflineByDefaultApp')],
    tells: 'nothing',
    ofRun: true,
    read: () => true,
  },
  {
    name: 'hostType',
    document: [custom('hostType')],
    tells: 'nothing',
    ofRun: true,
    read: ({ run }) => run.facts.hostType,
  },
  {
    name: 'hostSubType',
    document: [custom('hostSubType')],
    tells: 'nothing',
    ofRun: true,
    read: ({ run }) => run.facts.hostSubType,
  },
];

/** The sentence of a code without its particulars: those may be names or values (TL-11). */
export function plainSentence(code: string | null): string | null {
  if (code === null || !Object.hasOwn(problemTable, code)) return null;
  return problemTable[code as keyof typeof problemTable].says.replace(/\{\w+\}/g, '…');
}
