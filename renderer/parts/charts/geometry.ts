// Where the marks of a chart stand, in pixels: pure, so that it can be tested without a page (TL-06).

import { scaleBand, scaleLinear } from 'd3-scale';
import { area, line, stack } from 'd3-shape';

/** The size of a chart with room for its axes. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The frame of the cards: 226 × 128 px. */
export const cardFrame: Frame = { width: 226, height: 128, left: 30, right: 4, top: 12, bottom: 16 };

/** A line of the value axis. */
export interface Tick {
  readonly value: number;
  readonly y: number;
}

/** A time without records, in places of the axis: 2.5 is the middle of the third place. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The value axis from 0: two to four round steps; `isWhole` allows no parts of one. */
export function valueAxis(
  highest: number,
  frame: Frame,
  isWhole: boolean,
): { y(value: number): number; ticks: Tick[] } {
  const least = isWhole ? 2 : 0;
  const scale = scaleLinear()
    .domain([0, Math.max(highest, least) || 1])
    .nice(3)
    .range([frame.height - frame.bottom, frame.top]);
  const values = scale.ticks(3).filter((value) => !isWhole || Number.isInteger(value));
  return { y: (value) => scale(value), ticks: values.map((value) => ({ value, y: scale(value) })) };
}

/** The place axis: where each of `count` places begins, how wide its mark and how wide all of it is. */
export function placeAxis(count: number, frame: Frame): { x(at: number): number; mark: number; step: number } {
  const from = frame.left;
  const to = frame.width - frame.right;
  const scale = scaleBand<number>()
    .domain(Array.from({ length: count }, (_, at) => at))
    .range([from, to])
    .paddingInner(count > 40 ? 0.15 : 0.3)
    .paddingOuter(0.15);
  const mark = Math.min(scale.bandwidth(), 32);
  const slack = (scale.bandwidth() - mark) / 2;
  return { x: (at) => (scale(at) ?? from) + slack, mark, step: scale.step() };
}

/** A piece of a stacked bar. */
export interface Piece {
  readonly series: number;
  readonly y: number;
  readonly height: number;
}

/** The pieces of each bar, the first series lowest; a hair of space between two. */
export function stackPieces(values: readonly (readonly number[])[], y: (value: number) => number): Piece[][] {
  const keys = Array.from({ length: Math.max(0, ...values.map((bar) => bar.length)) }, (_, at) => at);
  const layers = stack<readonly number[], number>()
    .keys(keys)
    .value((bar, key) => bar[key] ?? 0)([...values]);
  return values.map((_, at) =>
    layers.flatMap((layer, series) => {
      const [low = 0, high = 0] = layer[at] ?? [];
      if (high <= low) return [];
      const height = Math.max(1, y(low) - y(high) - 1);
      return [{ series, y: y(high), height }];
    }),
  );
}

/** A line through what was measured: broken where nothing was; a lonely value is a point. */
export function linePath(
  values: readonly (number | null)[],
  { x, y, floor }: { x(at: number): number; y(value: number): number; readonly floor: number },
): { line: string; area: string; points: { x: number; y: number }[] } {
  const defined = (value: number | null): boolean => value !== null;
  const points = values.flatMap((value, at) => {
    const isLonely = value !== null && (values[at - 1] ?? null) === null && (values[at + 1] ?? null) === null;
    return isLonely ? [{ x: x(at), y: y(value) }] : [];
  });
  const through = line<number | null>()
    .defined(defined)
    .x((_, at) => x(at))
    .y((value) => y(value ?? 0));
  const under = area<number | null>()
    .defined(defined)
    .x((_, at) => x(at))
    .y0(floor)
    .y1((value) => y(value ?? 0));
  return { line: through(values) ?? '', area: under(values) ?? '', points };
}

const leastSpan = 3;

/** Hatched boxes of the spans, in pixels; even a short one can be seen. */
export function spanBoxes(spans: readonly Span[], count: number, frame: Frame): { x: number; width: number }[] {
  const from = frame.left;
  const to = frame.width - frame.right;
  const scale = scaleLinear().domain([0, count]).range([from, to]).clamp(true);
  return spans.map((span) => {
    const width = Math.max(leastSpan, scale(span.to) - scale(span.from));
    return { x: Math.min(scale(span.from), to - width), width };
  });
}

/** The length of a lying bar where the highest is `room` px long; what is more than nothing can be seen. */
export function barLength(value: number, highest: number, room: number): number {
  const scale = scaleLinear()
    .domain([0, highest > 0 ? highest : 1])
    .range([0, room])
    .clamp(true);
  return value <= 0 ? 0 : Math.max(2, scale(value));
}

/** Which places have their name on the axis: first, middle, last; fewer where there are fewer. */
export function namedPlaces(count: number): number[] {
  if (count <= 0) return [];
  return [...new Set([0, Math.floor((count - 1) / 2), count - 1])];
}
