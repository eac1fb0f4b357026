// A record as it was when it was opened: what is written elsewhere meanwhile is told, not shown under the reader's eye
// (AX-04). What stands around the cells, such as its badge, follows.

import { useCallback, useEffect, useMemo, useState } from 'react';
import { useEngine } from '../../bridge/engine.tsx';
import { problemOf } from '../../bridge/use-read.ts';
import type { CallInput, CallOutput, ReplyProblem } from '../../../main/window/contract.ts';
import type { DataTable, JsonRecord } from '../data-table.ts';
import { throttled } from '../../parts/throttled.ts';

/** A record with what stands around it. */
export type RecordFacts = CallOutput<'data.record'>;

/** A record on the screen. */
export interface HeldRecord {
  /** As it was seen; null while it is read. Its `row` is null where there was no such record. */
  readonly held: RecordFacts | null;
  /** As it is now. */
  readonly latest: RecordFacts | null;
  readonly problem: ReplyProblem | null;
  /** Reads again; `take` also shows what is there then: after a save of one's own, or on demand. */
  read(take: boolean): Promise<void>;
}

interface State {
  readonly name: string;
  readonly held: RecordFacts | null;
  readonly latest: RecordFacts | null;
  readonly problem: ReplyProblem | null;
}

const pauseMs = 500;

/** Holds a record. */
export function useHeldRecord(table: DataTable['table'], key: JsonRecord): HeldRecord {
  const { client } = useEngine();
  const name = JSON.stringify({ table, key });
  const [state, setState] = useState<State>({ name, held: null, latest: null, problem: null });
  const read = useCallback(
    async (take: boolean): Promise<void> => {
      if (!client) return;
      try {
        const facts = await client.call('data.record', JSON.parse(name) as CallInput<'data.record'>);
        setState((now) => next(now, { name, facts, take }));
      } catch (thrown) {
        setState((now) => ({ ...(now.name === name ? now : empty(name)), problem: problemOf(thrown) }));
      }
    },
    [client, name],
  );
  useEffect(() => {
    const live = throttled(pauseMs, () => void read(false));
    live.ring();
    const ends = (['data', 'conflicts'] as const).map((topic) => client?.on(topic, live.ring));
    return () => {
      live.cancel();
      for (const end of ends) end?.();
    };
  }, [client, read]);
  const current = state.name === name ? state : empty(name);
  return useMemo(() => ({ ...current, read }), [current, read]);
}

function next(now: State, { name, facts, take }: { name: string; facts: RecordFacts; take: boolean }): State {
  const held = now.name === name ? now.held : null;
  const isSame = held !== null && JSON.stringify(held.row) === JSON.stringify(facts.row);
  return { name, held: take || held === null || isSame ? facts : held, latest: facts, problem: null };
}

function empty(name: string): State {
  return { name, held: null, latest: null, problem: null };
}
