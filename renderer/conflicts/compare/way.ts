// The way of a decision: raised, decided, sent, confirmed, as the entry's history tells it (CF-04, RS-21).

import type { EntryState } from '../../../main/sync/entry.ts';
import type { Detail } from './detail.ts';

/** One stop. */
export interface Stop {
  readonly name: 'raised' | 'reopened' | 'decided' | 'sent' | 'nothing-sent' | 'confirmed' | 'parked' | 'undone';
  readonly reached: 'done' | 'now' | 'later';
  readonly at: string | null;
  readonly session: number | null;
  readonly who: string | null;
}

type Step = Detail['history'][number];

/** The stops of the entry's present turn; an entry that was reopened begins there. */
export function wayOf(
  detail: Pick<Detail, 'history' | 'state' | 'decision' | 'raisedAt' | 'session'>,
): readonly Stop[] {
  const { history, state } = detail;
  const start = history.findLastIndex((step) => step.state === 'undecided' || step.state === 'reopened');
  const turn = history.slice(start + 1);
  const last = (name: EntryState): Step | undefined => turn.findLast((step) => step.state === name);
  const decided = last('decided');
  const end = last(state === 'undone' || state === 'parked' ? state : 'confirmed');
  const sent = last('sent') ?? last('confirmed') ?? (state === 'parked' ? end : undefined);
  const isQuiet = detail.decision?.wrote === false && decided !== undefined;
  const isOver = end !== undefined;
  const reached = [true, decided !== undefined || isOver, sent !== undefined || isQuiet || isOver, isOver];
  const now = reached.indexOf(false);
  const stop = (at: number, name: Stop['name'], step: Step | undefined): Stop => ({
    name,
    reached: reached[at] ? 'done' : at === now ? 'now' : 'later',
    at: step?.at ?? null,
    session: step?.session ?? null,
    who: step?.who ?? null,
  });
  const opened = history[start];
  const first =
    opened?.state === 'reopened'
      ? stop(0, 'reopened', opened)
      : { ...stop(0, 'raised', undefined), at: detail.raisedAt, session: detail.session };
  const ending = state === 'undone' || state === 'parked' ? state : 'confirmed';
  return [
    first,
    stop(1, 'decided', decided),
    stop(2, isQuiet ? 'nothing-sent' : 'sent', isQuiet ? undefined : sent),
    stop(3, ending, end),
  ];
}
