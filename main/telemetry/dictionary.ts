// The dictionary of telemetry fields: each with its names, what it may tell at which level, and where it comes from (TL-02,
// TL-11). List, window and every export are derived from it.

import type { SqlValue } from '../sqlite/database.ts';
import type { EventName } from '../sync/telemetry.ts';
import { problemTable } from '../sync/problem.ts';
import { at, noDuration } from './event.ts';
import { custom, type Field, type Source } from './field.ts';
import { runFields } from './run-fields.ts';

const context = (name: string): string => `customDimensions.eventContext.${name}`;
/** Some of the documents' queries spell it so. */
const spelt = (name: string): string => `customDimensions.EventContext.${name}`;

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

function idOf(make: (no: number) => string, no: SqlValue): string | null {
  return no === null ? null : make(Number(no));
}

const scenarios: Readonly<Partial<Record<EventName, string>>> = {
  'concord.conflict': 'conflict',
  'concord.error': 'error',
  'concord.connectivity': 'app',
  'concord.app': 'app',
};
const sources: Readonly<Partial<Record<EventName, string>>> = {
  'concord.table.download': 'replica',
  'concord.table.upload': 'hub',
  'concord.conflict': 'replica',
  'concord.error': 'replica',
};

const isFailure = ({ kind }: Source): boolean => kind.errorCode !== null;

/** All fields, in the order of the columns of a CSV file. */
export const fields: readonly Field[] = [
  {
    name: 'time',
    document: ['timestamp'],
    tells: 'nothing',
    of: 'event',
    read: (source) => source.time(Number(cell(source, 'at'))),
  },
  {
    name: 'id',
    document: ['id'],
    tells: 'nothing',
    of: 'event',
    read: (source) => source.ids.event(Number(cell(source, 'no'))),
  },
  {
    name: 'name',
    document: ['name'],
    tells: 'nothing',
    of: 'words',
    read: ({ kind }) => kind.name,
    asDocument: (value) => documentNames[String(value)] ?? value,
  },
  {
    name: 'scenario',
    document: ['target'],
    tells: 'nothing',
    of: 'words',
    read: ({ kind }) => scenarios[kind.name] ?? 'sync',
  },
  {
    name: 'source',
    document: ['type'],
    tells: 'nothing',
    of: 'words',
    // Everything in a hub's log is the hub's.
    read: ({ kind, run }) => (run.client === 'hub' ? 'hub' : (sources[kind.name] ?? 'agent')),
    asDocument: (value, source) => (isFailure(source) ? 'uciMonitorFailure' : value),
  },
  {
    name: 'level',
    document: [custom('LogLevel')],
    tells: 'nothing',
    of: 'words',
    read: ({ kind }) => kind.level,
  },
  {
    name: 'durationMs',
    document: ['duration'],
    tells: 'nothing',
    of: 'event',
    read(source) {
      const ms = number(source, 'ms');
      return ms === noDuration ? null : ms;
    },
  },
  {
    name: 'activeMs',
    document: [custom('ActiveDuration')],
    tells: 'nothing',
    of: 'event',
    read: (source) => number(source, 'active'),
  },
  {
    name: 'success',
    document: ['success'],
    tells: 'nothing',
    of: 'words',
    read: ({ kind }) => kind.success,
  },
  {
    name: 'event',
    document: [custom('EventName')],
    tells: 'nothing',
    of: 'words',
    read: ({ kind }) => (kind.success === null ? null : 'ScenarioEnd'),
  },
  {
    name: 'result',
    document: [custom('ScenarioResult')],
    tells: 'nothing',
    of: 'words',
    read: ({ kind }) => (kind.success === null ? null : kind.success ? 'SUCCESS' : 'FAILURE'),
  },
  {
    name: 'mode',
    document: [custom('DataSyncMode')],
    tells: 'nothing',
    of: 'words',
    read: ({ kind }) => kind.mode,
  },
  {
    name: 'errorCode',
    attribute: 'error.type',
    document: [custom('ErrorCode')],
    tells: 'nothing',
    of: 'words',
    read: ({ kind }) => kind.errorCode,
  },
  { name: 'code', document: [], tells: 'nothing', of: 'words', read: ({ kind }) => kind.code },
  {
    name: 'failureType',
    document: [custom('FailureType')],
    tells: 'nothing',
    of: 'words',
    read: ({ kind }) => kind.failureType,
  },
  {
    name: 'errorMessage',
    document: [custom('ErrorMessage'), 'outerMessage'],
    tells: 'values',
    of: 'event',
    read: (source) => text(source, 'message'),
  },
  {
    name: 'table',
    document: [context('entityName'), custom('EntityName'), spelt('EntityName')],
    tells: 'named',
    of: 'words',
    read: ({ kind }) => kind.table,
  },
  {
    name: 'scope',
    document: [context('ProfileId')],
    tells: 'named',
    of: 'words',
    read: ({ kind }) => kind.scope,
  },
  {
    name: 'records',
    document: [context('RecordCount'), spelt('RecordCount')],
    tells: 'nothing',
    of: 'event',
    read: (source) => number(source, 'records'),
  },
  {
    name: 'responseBytes',
    document: [context('ResponseSize')],
    tells: 'nothing',
    of: 'event',
    read: (source) => number(source, 'received'),
  },
  {
    name: 'contentBytes',
    document: [context('ContentLength')],
    tells: 'nothing',
    of: 'event',
    read: (source) => number(source, 'sent'),
  },
  {
    name: 'userId',
    attribute: 'user.id',
    document: ['user_Id', 'user_AuthenticatedId', custom('UserId'), custom('User_authenticatedID')],
    tells: 'person',
    of: 'words',
    read: ({ kind }) => kind.user || null,
  },
  {
    name: 'syncId',
    document: [context('CurrentSyncId'), spelt('CurrentSyncId')],
    tells: 'nothing',
    of: 'event',
    read: (source) => idOf(source.ids.sync, cell(source, 'sync')),
  },
  {
    name: 'activityId',
    document: [context('CurrentActivityId')],
    tells: 'nothing',
    of: 'event',
    read: (source) => idOf(source.ids.activity, cell(source, 'session')),
  },
  {
    name: 'parentId',
    document: ['operation_ParentId'],
    tells: 'nothing',
    of: 'event',
    read: (source) => idOf(source.ids.parent, cell(source, 'parent')),
  },
  { name: 'session', document: [], tells: 'nothing', of: 'event', read: (source) => number(source, 'session') },
  { name: 'phase', document: [], tells: 'nothing', of: 'words', read: ({ kind }) => kind.phase },
  { name: 'conflict', document: [], tells: 'nothing', of: 'event', read: (source) => number(source, 'conflict') },
  { name: 'fate', document: [], tells: 'nothing', of: 'event', read: (source) => text(source, 'fate') },
  {
    name: 'hubState',
    document: [custom('ServerConnectivityState')],
    tells: 'nothing',
    of: 'words',
    read: ({ kind }) => kind.hubState,
  },
  {
    name: 'networkState',
    document: [custom('NetworkConnectivityState')],
    tells: 'nothing',
    of: 'words',
    read: ({ kind }) => kind.networkState,
  },
  {
    name: 'problemId',
    document: ['problemId'],
    tells: 'nothing',
    of: 'words',
    read: ({ kind }) => kind.code,
    asDocument: (value) => value && 'uci_trace',
  },
  {
    name: 'problemType',
    document: [],
    tells: 'nothing',
    of: 'words',
    read: (source) => (isFailure(source) ? 'ConcordError' : null),
  },
  {
    name: 'monitor',
    document: ['outType'],
    tells: 'nothing',
    of: 'words',
    read: (source) => (isFailure(source) ? 'concord' : null),
    asDocument: (value) => value && 'uciMonitorFailure',
  },
  {
    name: 'kind',
    document: ['itemType'],
    tells: 'nothing',
    of: 'words',
    read: (source) => (isFailure(source) ? 'exception' : null),
  },
  {
    name: 'stack',
    document: [custom('callStack')],
    tells: 'values',
    of: 'event',
    read: (source) => text(source, 'stack'),
  },
  ...runFields,
];

/** The documents' own names of events; the others keep Concord's. */
export const documentNames: Readonly<Record<string, string>> = {
  'concord.session': 'Offline.SyncDatabase',
  'concord.table.download': 'Offline.DdsClient.GetRecords',
};

/** The sentence of a code without its particulars: those may be names or values (TL-11). */
export function plainSentence(code: string | null): string | null {
  if (code === null || !Object.hasOwn(problemTable, code)) return null;
  return problemTable[code as keyof typeof problemTable].says.replace(/\{\w+\}/g, '…');
}
