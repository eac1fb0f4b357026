// One session in depth: its phases on one axis, its time against the usual, what to blame (FD-03…FD-05).

import type { CallOutput } from '../../main/window/contract.ts';
import { phases, type Phase } from '../../main/sync/session.ts';

/** A session with phases and tables. */
export type SessionDetail = CallOutput<'feed.session'>;

/** One table's counts. */
export type TableCounts = SessionDetail['tables'][number];

/** A piece of a bar, in milliseconds after the start. */
export interface Piece {
  readonly start: number;
  readonly ms: number;
  readonly waits: boolean;
}

/** One phase: its pieces on the axis, and whole milliseconds. */
export interface PhaseBar {
  readonly phase: Phase;
  readonly pieces: readonly Piece[];
  readonly used: boolean;
  readonly ms: number;
  /** Part of `ms` spent waiting for the hub. */
  readonly waited: number;
}

/** The phases in order. Ends are rounded, not lengths: the whole milliseconds add up to the session's (FD-04). */
export function phaseBars(detail: Pick<SessionDetail, 'phases'>): readonly PhaseBar[] {
  return phases.map((phase) => {
    const own = detail.phases.filter((item) => item.phase === phase);
    const ms = own.reduce((sum, item) => sum + Math.round(item.start + item.ms) - Math.round(item.start), 0);
    const waited = Math.round(own.reduce((sum, item) => sum + item.waited, 0));
    return { phase, used: own.length > 0, ms, waited: Math.min(waited, ms), pieces: own.flatMap(piecesOf) };
  });
}

/** Waiting is drawn first: a phase asks, waits, then works on the answer. */
function piecesOf({ start, ms, waited }: SessionDetail['phases'][number]): readonly Piece[] {
  const waits = Math.min(waited, ms);
  return [
    { start, ms: waits, waits: true },
    { start: start + waits, ms: ms - waits, waits: false },
  ].filter((piece) => piece.ms > 0);
}

/** Marks of the time axis: 0 and one to four more at round figures. */
export function axisTicks(ms: number): readonly number[] {
  if (ms <= 0) return [0];
  const rough = ms / 3.5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? power * 10;
  const ticks: number[] = [];
  for (let at = 0; at <= ms * 0.97; at += step) ticks.push(at);
  return ticks;
}

/** A session's time against the usual one. */
export type Comparison =
  | { readonly kind: 'none'; readonly of: number }
  | { readonly kind: 'usual'; readonly usual: number; readonly of: number }
  | {
      readonly kind: 'slow';
      readonly usual: number;
      readonly of: number;
      readonly times: number;
      readonly phase: Phase;
      /** The phase's part of the session, 0…1. */
      readonly part: number;
      readonly table: TableCounts['table'] | null;
    };

/** FD-05: compared with the median; a slow one names its longest phase and the table with most rows on that way. */
export function compareUsual(detail: SessionDetail): Comparison | null {
  const { ms, usualMs, usualOf, result, slow } = detail;
  if (ms === null || result !== 'done') return null;
  if (usualMs === null) return { kind: 'none', of: usualOf };
  if (!slow) return { kind: 'usual', usual: usualMs, of: usualOf };
  const longest = phaseBars(detail).toSorted((a, b) => b.ms - a.ms)[0];
  if (!longest) return { kind: 'usual', usual: usualMs, of: usualOf };
  return {
    kind: 'slow',
    usual: usualMs,
    of: usualOf,
    times: ms / usualMs,
    phase: longest.phase,
    part: longest.ms / ms,
    table: largestTable(detail.tables, longest.phase),
  };
}

function largestTable(tables: readonly TableCounts[], phase: Phase): TableCounts['table'] | null {
  const way =
    phase === 'select' || phase === 'upload' ? 'sent' : ['download', 'apply'].includes(phase) ? 'received' : null;
  if (!way) return null;
  const largest = tables.toSorted((a, b) => b[way].total - a[way].total)[0];
  return largest && largest[way].total > 0 ? largest.table : null;
}
