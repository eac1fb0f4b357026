// the words of telemetry: names, levels, modes, kinds of failure, and the number of every error code of Concord
// (TL-01, TL-03…TL-05, TL-13). Pure, so that engine, terminal and window speak alike.

import type { ProblemCode } from './problem.ts';

/** The events of TL-01. New names are added at the end: their places are what is stored. */
export const eventNames = [
  'concord.session',
  'concord.table.download',
  'concord.table.upload',
  'concord.phase',
  'concord.conflict',
  'concord.error',
  'concord.connectivity',
  'concord.app',
] as const;

/** One name of TL-01. */
export type EventName = (typeof eventNames)[number];

/** How grave an event is (TL-13), mildest first. Their places are what is stored. */
export const levels = ['verbose', 'info', 'warning', 'error'] as const;

/** One level. */
export type Level = (typeof levels)[number];

/** The modes of TL-03. Their places are what is stored. */
export const modes = ['FIRST_SYNC', 'DELTA_SYNC', 'FORCED_SYNC', 'GRID_SYNC', 'SINGLE_RECORD_SYNC'] as const;

/** One mode of TL-03. */
export type TelemetryMode = (typeof modes)[number];

/** Where the app was used. */
export const clients = ['desktop', 'browser', 'cli', 'hub'] as const;

/** One client. */
export type ClientType = (typeof clients)[number];

/** The kinds of failure of TL-04. */
export const failureTypes = [
  'CONFIG_ERROR',
  'ACCESS_ERROR',
  'ERROR',
  'EXTERNAL_ERROR',
  'DATABASE_ERROR',
  'NETWORK_ERROR',
  'SERVER_ERROR',
  'AUTH_ERROR',
  'DEVICE_ERROR',
  'EXPECTED_ERROR',
] as const;

/** One kind of failure. Only `EXPECTED_ERROR` is expected: it counts in no failure rate. */
export type FailureType = (typeof failureTypes)[number];

/** The numbers of TL-05 with their kinds. */
export const errorNumbers = {
  [-50]: 'ERROR',
  0: 'ERROR',
  2000: 'ERROR',
  2002: 'ERROR',
  2003: 'DATABASE_ERROR',
  2004: 'NETWORK_ERROR',
  2005: 'SERVER_ERROR',
  2006: 'AUTH_ERROR',
  2007: 'DEVICE_ERROR',
  2008: 'ERROR',
  2009: 'AUTH_ERROR',
  2011: 'CONFIG_ERROR',
  2016: 'CONFIG_ERROR',
  2017: 'CONFIG_ERROR',
  3000: 'EXPECTED_ERROR',
  3003: 'CONFIG_ERROR',
} as const satisfies Readonly<Record<number, FailureType>>;

/** A number of TL-05. */
export type ErrorNumber = keyof typeof errorNumbers;

/** the number of every code; one that is missing does not compile. */
export const errorNumberOf: Readonly<Record<ProblemCode, ErrorNumber>> = {
  'hub-address-invalid': 2016,
  'hub-not-found': 2016,
  'hub-name-unknown': 2004,
  'hub-port-closed': 2004,
  'hub-unreachable': 2004,
  'hub-no-answer': 2004,
  'hub-is-no-hub': 2016,
  'hub-redirects': 2016,
  'hub-credentials': 2006,
  'hub-forbidden': 2011,
  'hub-certificate': 2009,
  'hub-part-too-large': 2005,
  'hub-busy': 2005,
  'hub-answer-broken': 2005,
  'hub-session-lost': 2005,
  'hub-refused': 2005,
  'hub-too-old': 2005,
  'clock-off': 2007,
  'hub-aborted': 2005,
  'hub-operation-unknown': 2005,
  'replica-unknown': 2000,
  'replica-behind': 2016,
  'hub-restored': 2016,
  'clean-up-changed': 2000,
  'order-over': 2000,
  'snapshot-unknown': 2000,
  'scope-unknown': 2017,
  'scope-setup-changed': 3003,
  'schema-unsupported': 2017,
  'scope-differs': 3003,
  'scope-leaves-changes': 3003,
  'parameters-refused': 2016,
  'filter-invalid': 2016,
  outdated: 2016,
  'row-width': 2005,
  'table-not-in-scope': 2017,
  'delivery-short': 2005,
  'replica-missing': 2016,
  'replica-none': 2016,
  'file-taken': 2016,
  'folder-missing': 2016,
  'replica-not-sqlite': 2003,
  'replica-damaged': 2003,
  'replica-locked': 2003,
  'file-in-use': 2003,
  'replica-read-only': 2003,
  'disk-full': 2007,
  'replica-newer': 2016,
  'replica-stock-client': 2016,
  'replica-is-hub': 2016,
  'copy-unsuitable': 2016,
  'replica-not-connected': 2016,
  'replica-other-hub': 2016,
  'session-running': 3000,
  'working-offline': 3000,
  cancelled: 3000,
  'replica-failed': 2000,
  'replica-silent': 3000,
  'telemetry-unwritable': 2003,
  'row-refused': 2003,
  'session-stopped': 2003,
  'conflict-unknown': 2000,
  'conflict-not-open': 2000,
  'decision-stale': 2000,
  'decision-incomplete': 2000,
  'decision-refused': 2003,
  'decision-one-sided': 2000,
  'undo-not-possible': 2000,
  'table-unknown': 2000,
  'column-unknown': 2000,
  'record-unknown': 2000,
  'record-changed': 2000,
  'change-unknown': 2000,
  'revert-blocked': 2003,
  'revert-unknown': 2000,
  'table-read-only': 2011,
  'rules-unreadable': 2016,
  'rules-failed': 2005,
  'error-unknown': 2003,
  'error-not-editable': 2003,
  'error-not-ready': 2003,
  'list-changed': 2003,
  'value-invalid': 2000,
  'database-unreachable': 2004,
  'database-unsuitable': 2016,
  'config-invalid': 2000,
  'port-in-use': 2000,
  'token-needed': 2009,
  'token-name-taken': 2000,
  'token-in-use': 2000,
  'token-unknown': 2000,
  'token-file-unreadable': 2009,
  'browser-refused': 2009,
  'engine-lost': 2008,
  usage: 2000,
  'not-supported': 2000,
  'runtime-too-old': 2016,
  unexpected: -50,
};

/** number and kind of a code. A network that is lost after the hub had answered is an interruption (TL-04). */
export function failureOf(
  code: ProblemCode,
  session: { readonly bytesReceived: number } | null = null,
): { readonly errorCode: ErrorNumber; readonly failureType: FailureType } {
  const number = errorNumberOf[code];
  const errorCode = number === 2004 && session !== null && session.bytesReceived > 0 ? 3000 : number;
  return { errorCode, failureType: errorNumbers[errorCode] };
}

/** the mode of a session (TL-03). */
export function telemetryMode(session: { readonly mode: string; readonly trigger: string }): TelemetryMode {
  if (session.mode === 'first') return 'FIRST_SYNC';
  if (session.mode === 'full') return 'FORCED_SYNC';
  if (session.mode === 'view') return 'GRID_SYNC';
  const isOfOne = session.mode === 'row' || session.trigger === 'decision' || session.trigger === 'retry';
  return isOfOne ? 'SINGLE_RECORD_SYNC' : 'DELTA_SYNC';
}
