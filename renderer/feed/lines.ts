// The history as a list: pages joined without gaps or repeats, idle runs folded (FD-02, FD-07).

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
  const at = now.findIndex((line) => line.no === oldest);
  return at < 0 ? page : [...page, ...now.slice(at + 1)];
}

/** An older page put below what is here. */
export function appendOlder(now: readonly SessionLine[], page: readonly SessionLine[]): readonly SessionLine[] {
  const known = new Set(now.map((line) => line.no));
  return [...now, ...page.filter((line) => !known.has(line.no))];
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
