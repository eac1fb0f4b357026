// The history as a list: pages joined without gaps or repeats, idle runs folded, slow ones marked (FD-02, FD-05, FD-07).

import type { CallOutput } from '../../main/window/contract.ts';

/** A session as a line of the history. */
export type SessionLine = CallOutput<'feed.list'>['sessions'][number];

/** A row of the list. */
export type Row =
  | { readonly kind: 'session'; readonly line: SessionLine }
  | { readonly kind: 'idle'; readonly lines: readonly SessionLine[]; readonly isOpen: boolean };

/** The newest page laid over what is here. A page that does not reach it begins the list anew: nothing may be missing. */
export function mergeNewest(now: readonly SessionLine[], page: readonly SessionLine[]): readonly SessionLine[] {
  const oldest = page.at(-1)?.no;
  const newest = now[0]?.no;
  if (oldest === undefined || newest === undefined || oldest > newest + 1) return page;
  return [...page, ...now.filter((line) => line.no < oldest)];
}

/** An older page put below what is here. */
export function appendOlder(now: readonly SessionLine[], page: readonly SessionLine[]): readonly SessionLine[] {
  const oldest = now.at(-1)?.no ?? Number.POSITIVE_INFINITY;
  return [...now, ...page.filter((line) => line.no < oldest)];
}

/** True for a session that went well and moved nothing. */
export function isIdle(line: SessionLine): boolean {
  return line.result === 'done' && line.uploaded + line.downloaded + line.conflicts + line.failed === 0;
}

/**
 * Rows of the list: two or more idle sessions of one day fold into a row. One of them in `open` unfolds it; days keep a
 * long idle time from swallowing page after page.
 */
export function foldIdle(lines: readonly SessionLine[], open: ReadonlySet<number>): readonly Row[] {
  const rows: Row[] = [];
  let run: SessionLine[] = [];
  const close = (): void => {
    rows.push(...rowsOf(run, open));
    run = [];
  };
  for (const line of lines) {
    const [first] = run;
    if (!isIdle(line) || (first && dayOf(first) !== dayOf(line))) close();
    if (isIdle(line)) run.push(line);
    else rows.push({ kind: 'session', line });
  }
  close();
  return rows;
}

function rowsOf(run: readonly SessionLine[], open: ReadonlySet<number>): readonly Row[] {
  const single = run.map((line): Row => ({ kind: 'session', line }));
  if (run.length < 2) return single;
  const isOpen = run.some((line) => open.has(line.no));
  return [{ kind: 'idle', lines: run, isOpen }, ...(isOpen ? single : [])];
}

function dayOf(line: SessionLine): string {
  return new Date(line.started).toDateString();
}

/** Stays with its row while others come and go. */
export function rowKey(row: Row): string {
  return row.kind === 'session' ? String(row.line.no) : `idle ${row.lines.at(-1)?.no}`;
}

/** FD-05: at least twice the usual time and 2 s more. */
export function isSlow(ms: number, usual: number | null): boolean {
  return usual !== null && ms >= 2 * usual && ms - usual >= 2000;
}

const fewest = 5;
const most = 20;

/** The median of the good sessions of the same scope and mode that came before; null with fewer than 5 at hand. */
export function usualBefore(lines: readonly SessionLine[], at: number): number | null {
  const own = lines[at];
  if (!own) return null;
  const times: number[] = [];
  for (let index = at + 1; index < lines.length && times.length < most; index++) {
    const line = lines[index];
    if (line && line.ms !== null && line.result === 'done' && line.scope === own.scope && line.mode === own.mode)
      times.push(line.ms);
  }
  if (times.length < fewest) return null;
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? null;
}

/** Numbers of the sessions that took much longer than usual. */
export function slowSessions(lines: readonly SessionLine[]): ReadonlySet<number> {
  const slow = new Set<number>();
  lines.forEach((line, at) => {
    // Most sessions are far below the least that can be called slow; only the others are worth the comparison.
    if (line.ms !== null && line.ms >= 2000 && isSlow(line.ms, usualBefore(lines, at))) slow.add(line.no);
  });
  return slow;
}
