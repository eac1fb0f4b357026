// Which process serves a database alone: the one that holds its lock. Whoever else comes calls out, and waits until that one has
// put its sessions where all find them (SPEC.md, "Sessions and several processes").

import { setTimeout as pause } from 'node:timers/promises';
import type { Database, Line } from './connection.ts';
import { locks } from './layout.ts';

/** The other processes of a hub. */
export interface Company {
  /** True while no other process serves the database. */
  isAlone(): boolean;
  /** Moves whenever that begins or ends. */
  term(): number;
  /** Takes a place among those who serve; `handOver` is called when another one comes. */
  enter(handOver: () => Promise<void>): Promise<void>;
  /** Looks whether all others have gone. */
  look(): Promise<void>;
  leave(): Promise<void>;
}

/** What it is made of. */
export interface CompanyOptions {
  readonly database: Pick<Database, 'line'>;
  readonly failed: (thrown: unknown) => void;
  /** How long another process may take to hand over before this one serves beside it all the same. */
  readonly patienceMs?: number;
}

const channel = '_concord_company';
const place = `${locks.family}, ${locks.served}`;
const texts = {
  alone: `select pg_try_advisory_lock(${place})`,
  noMoreAlone: `select pg_advisory_unlock(${place})`,
  beside: `select pg_try_advisory_lock_shared(${place})`,
  noMoreBeside: `select pg_advisory_unlock_shared(${place})`,
  call: `select pg_notify('${channel}', '')`,
};

const againMs = 50;
const reconnectMs = 1000;

/** Nobody serves yet. */
export function createCompany({ database, failed, patienceMs = 30_000 }: CompanyOptions): Company {
  const handOvers = new Set<() => Promise<void>>();
  const state: State = { line: null, isAlone: false, term: 0 };
  const inTurn = createTurns(failed);
  let isOver = false;
  const handOver = async (): Promise<void> => void (await Promise.all([...handOvers].map((work) => work())));
  const open = async (): Promise<void> => {
    const line = await database.line({ channel, heard, lost });
    if (isOver) return line.close();
    state.line = line;
    await takePlace(state, { handOver, patienceMs });
  };
  const openAgain = async (): Promise<void> => {
    while (!isOver && !state.line) await open().catch(() => pause(reconnectMs, undefined, { ref: false }));
  };
  function heard(): void {
    void inTurn(() => makeRoom(state, handOver)).catch(() => undefined);
  }
  function lost(): void {
    state.line = null;
    become(state, false);
    void inTurn(openAgain).catch(() => undefined);
  }
  return {
    isAlone: () => state.isAlone,
    term: () => state.term,
    async enter(work) {
      handOvers.add(work);
      if (!state.line) await inTurn(open);
    },
    look: () => inTurn(() => look(state)),
    async leave() {
      isOver = true;
      become(state, false);
      await state.line?.close();
      state.line = null;
    },
  };
}

interface State {
  line: Line | null;
  isAlone: boolean;
  term: number;
}

function become(state: State, isAlone: boolean): void {
  state.isAlone = isAlone;
  state.term++;
}

async function isGiven({ line }: State, text: string): Promise<boolean> {
  return (await line?.value(text)) === 't';
}

interface Entering {
  readonly handOver: () => Promise<void>;
  readonly patienceMs: number;
}

/** Alone if nobody else is there; else beside the others, once they know of it. */
async function takePlace(state: State, { handOver, patienceMs }: Entering): Promise<void> {
  if (await isGiven(state, texts.alone)) return become(state, true);
  await handOver();
  const until = Date.now() + patienceMs;
  while (state.line && !(await isGiven(state, texts.beside)) && Date.now() < until) {
    await state.line.value(texts.call);
    await pause(againMs);
  }
}

/** Another one has called. */
async function makeRoom(state: State, handOver: () => Promise<void>): Promise<void> {
  if (!state.isAlone) return;
  become(state, false);
  await handOver();
  await state.line?.value(texts.beside);
  await state.line?.value(texts.noMoreAlone);
}

async function look(state: State): Promise<void> {
  if (state.isAlone || !(await isGiven(state, texts.alone))) return;
  await state.line?.value(texts.noMoreBeside);
  if (state.line) become(state, true);
}

/** One after the other; what fails is told to whoever waits for it, and here. */
function createTurns(failed: (thrown: unknown) => void): (work: () => Promise<void>) => Promise<void> {
  let turn: Promise<void> = Promise.resolve();
  return (work) => {
    const mine = turn.then(work);
    turn = mine.catch(failed);
    return mine;
  };
}
