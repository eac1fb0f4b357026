// Where the marks of charts stand (TL-06).

import { expect, test } from 'vitest';
import {
  barLength,
  cardFrame,
  linePath,
  namedPlaces,
  placeAxis,
  spanBoxes,
  stackPieces,
  valueAxis,
  type Frame,
} from '../../../../renderer/parts/charts/geometry.ts';

const frame: Frame = { width: 120, height: 110, left: 10, right: 10, top: 10, bottom: 0 };
const plain = { x: (at: number) => at * 10, y: (value: number) => 100 - value, floor: 100 };

test.each([
  [9, true, [0, 5, 10]],
  [0, true, [0, 1, 2]],
  [1, true, [0, 1, 2]],
  [48_212, true, [0, 20_000, 40_000, 60_000]],
  [0.62, false, [0, 0.2, 0.4, 0.6, 0.8]],
])('an axis up to %d has round steps', (highest, isWhole, values) => {
  const { ticks, y } = valueAxis(highest, frame, isWhole);
  expect(ticks.map((tick) => tick.value)).toEqual(values);
  expect(y(0)).toBe(110);
  expect(y(values.at(-1) ?? 0)).toBe(10);
});

test.each([1, 2, 14, 30, 62])('%d places stand inside the chart, in order, without touching', (count) => {
  const { x, mark } = placeAxis(count, cardFrame);
  for (let at = 0; at < count; at++) {
    expect(x(at)).toBeGreaterThanOrEqual(cardFrame.left);
    expect(x(at) + mark).toBeLessThanOrEqual(cardFrame.width - cardFrame.right);
    if (at > 0) expect(x(at)).toBeGreaterThan(x(at - 1) + mark);
  }
});

test('pieces of a bar stand on each other, the first lowest; nothing is drawn for nothing', () => {
  const [first, second, third] = stackPieces([[3, 0, 2], [], [0, 0, 1]], plain.y);
  expect(first).toEqual([
    { series: 0, y: 97, height: 2 },
    { series: 2, y: 95, height: 1 },
  ]);
  expect(second).toEqual([]);
  expect(third).toEqual([{ series: 2, y: 99, height: 1 }]);
});

test('a line breaks where nothing was measured; a lonely value is a point', () => {
  const { line, area, points } = linePath([1, 2, null, 4, null], plain);
  expect(line).toBe('M0,99L10,98M30,96Z');
  expect(area).toContain('M0,99L10,98L10,100L0,100Z');
  expect(points).toEqual([{ x: 30, y: 96 }]);
});

test('a time without records is hatched where it was, wide enough to be seen, inside the chart', () => {
  expect(spanBoxes([{ from: 2, to: 4 }], 10, frame)).toEqual([{ x: 30, width: 20 }]);
  expect(spanBoxes([{ from: 5, to: 5.01 }], 10, frame)).toEqual([{ x: 60, width: 3 }]);
  expect(spanBoxes([{ from: 9.99, to: 30 }], 10, frame)).toEqual([{ x: 107, width: 3 }]);
});

test('a lying bar is as long as its part of the highest; what is more than nothing can be seen', () => {
  expect([0, 1, 50, 100].map((value) => barLength(value, 100, 80))).toEqual([0, 2, 40, 80]);
  expect(barLength(0, 0, 80)).toBe(0);
});

test('an axis names its first, middle and last place', () => {
  expect([0, 1, 2, 3, 14].map(namedPlaces)).toEqual([[], [0], [0, 1], [0, 1, 2], [0, 6, 13]]);
});
