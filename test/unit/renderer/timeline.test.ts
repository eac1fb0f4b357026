import { expect, test } from 'vitest';
import {
  differences,
  isWhole,
  pairOf,
  putBackSet,
  togglePoint,
  type TimelinePoint,
} from '../../../renderer/data/timeline/points.ts';
import { orderColumns } from './conflicts/office.ts';

const table = {
  table: { name: 'work_orders', schema: '' },
  direction: 'both' as const,
  columns: [...orderColumns],
  key: ['number'],
  name: null,
  rows: 1,
};
const now = { number: 'WO-1', status: 'Done', notes: null, amount: '100.00', photo: null };

function point(id: string, version?: TimelinePoint['version']): TimelinePoint {
  const hasVersion = version !== undefined;
  return {
    id,
    kind: 'changed',
    at: null,
    side: 'mine',
    user: null,
    device: null,
    session: null,
    conflict: null,
    keep: null,
    why: null,
    columns: [],
    hasVersion,
    version: version ?? null,
  };
}

test('PD-08 two points are compared, the older first; one alone with now; a third lets the first go', () => {
  const points = [point('c', now), point('b'), point('a', { ...now, status: 'Open' })];
  expect(pairOf(points, ['c', 'a'])).toEqual({ older: points[2], newer: points[0] });
  expect(pairOf(points, ['a'])).toEqual({ older: points[2], newer: null });
  expect(pairOf(points, ['b', 'gone'])).toBeNull();
  expect(togglePoint(['a', 'b'], 'c')).toEqual(['b', 'c']);
  expect(togglePoint(['a', 'b'], 'a')).toEqual(['b']);
});

test('PD-08 a cell that one version does not know is no difference, and neither is another spelling of a number', () => {
  const older = { number: 'WO-1', status: 'Open', amount: '100.0' };
  expect(differences(table, older, now).map(({ column }) => column.name)).toEqual(['status']);
  expect(differences(table, null, { number: 'WO-1', notes: null }).map(({ column }) => column.name)).toEqual([
    'number',
  ]);
  expect([isWhole(table, older), isWhole(table, { ...now, start: null, site_phone: null })]).toEqual([false, true]);
});

test('PD-08 what is put back is what differs, never the key', () => {
  expect(putBackSet(table, { ...now, number: 'WO-2', status: 'Open', notes: 'x' }, now)).toEqual({
    status: 'Open',
    notes: 'x',
  });
});
