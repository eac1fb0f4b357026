// The words of telemetry (R-130…R-133).

import { expect, test } from 'vitest';
import { problemTable, type ProblemCode } from '../../../main/sync/problem.ts';
import {
  errorNumberOf,
  errorNumbers,
  eventNames,
  failureOf,
  failureTypes,
  levels,
  modes,
  telemetryMode,
} from '../../../main/sync/telemetry.ts';

const codes = Object.keys(problemTable) as ProblemCode[];

test('R-130 the stored places of names, levels and modes stay as they are (TL-01, TL-03, TL-04, TL-13)', () => {
  expect(eventNames.map((name) => name.replace('concord.', ''))).toEqual(
    'session table.download table.upload phase conflict error connectivity app'.split(' '),
  );
  expect(levels).toEqual(['verbose', 'info', 'warning', 'error']);
  expect(modes).toEqual(['FIRST_SYNC', 'DELTA_SYNC', 'FORCED_SYNC', 'GRID_SYNC', 'SINGLE_RECORD_SYNC']);
  expect(failureTypes).toHaveLength(10);
});

test('R-131 every code has a number of TL-05, and none that is not a code', () => {
  expect(Object.keys(errorNumberOf).toSorted()).toEqual(codes.toSorted());
  for (const code of codes) expect(errorNumbers, code).toHaveProperty(String(errorNumberOf[code]));
  for (const type of Object.values(errorNumbers)) expect(failureTypes).toContain(type);
});

test.each([
  ['hub-credentials', 2006, 'AUTH_ERROR'],
  ['hub-unreachable', 2004, 'NETWORK_ERROR'],
  ['hub-refused', 2005, 'SERVER_ERROR'],
  ['replica-damaged', 2003, 'DATABASE_ERROR'],
  ['disk-full', 2007, 'DEVICE_ERROR'],
  ['hub-forbidden', 2011, 'CONFIG_ERROR'],
  ['replica-not-connected', 2016, 'CONFIG_ERROR'],
  ['scope-unknown', 2017, 'CONFIG_ERROR'],
  ['scope-setup-changed', 3003, 'CONFIG_ERROR'],
  ['cancelled', 3000, 'EXPECTED_ERROR'],
  ['unexpected', -50, 'ERROR'],
] as const)('R-131 %s is %i, %s (TL-05)', (code, errorCode, failureType) => {
  expect(failureOf(code)).toEqual({ errorCode, failureType });
});

test('R-132 a network lost in mid-session is expected, one that was never there is not (TL-04)', () => {
  for (const code of ['hub-unreachable', 'hub-no-answer'] as const) {
    expect(failureOf(code, { bytesReceived: 3 })).toEqual({ errorCode: 3000, failureType: 'EXPECTED_ERROR' });
    expect(failureOf(code, { bytesReceived: 0 })).toEqual({ errorCode: 2004, failureType: 'NETWORK_ERROR' });
  }
  expect(failureOf('hub-credentials', { bytesReceived: 3 }).failureType).toBe('AUTH_ERROR');
});

test.each([
  ['first', 'schedule', 'FIRST_SYNC'],
  ['delta', 'by-hand', 'DELTA_SYNC'],
  ['delta', 'on-change', 'DELTA_SYNC'],
  ['full', 'by-hand', 'FORCED_SYNC'],
  ['view', 'by-hand', 'GRID_SYNC'],
  ['row', 'by-hand', 'SINGLE_RECORD_SYNC'],
  ['delta', 'decision', 'SINGLE_RECORD_SYNC'],
  ['delta', 'retry', 'SINGLE_RECORD_SYNC'],
] as const)('R-133 a %s session started by %s is %s (TL-03)', (mode, trigger, word) => {
  expect(telemetryMode({ mode, trigger })).toBe(word);
});
