// Anna Berger on Desk-02: a simulated colleague who edits her own replica and synchronises, so that changes arrive and
// conflicts come up (CL-07). Her edits are ordinary SQL writes, her sessions ordinary sessions.

import { createGate } from '../sqlite/transaction.ts';
import type { Writer } from '../sqlite/database.ts';
import { chooseIntent, chooseOverlap, recordName, toCells, userCells, type RecentEdit } from './colleague/choose.ts';
import { addOrder, changeRecord, ownWork, removeRecord, type Desk } from './colleague/own-work.ts';
import { colleague, idleSentence } from './colleague/tell.ts';
import { createDice } from './dice.ts';

export type { RecentEdit } from './colleague/choose.ts';
export { colleague } from './colleague/tell.ts';

/** What the colleague is handed. */
export interface ColleagueDoors {
  /** Runs the work in one write transaction on her replica. */
  readonly edit: (work: (db: Writer) => void) => Promise<void>;
  /** The records that the user has edited and not yet sent. */
  readonly recent: () => Promise<readonly RecentEdit[]>;
  /** Runs a session of her replica. */
  readonly synchronize: () => Promise<void>;
  /** Numbers from 0 (inclusive) to 1 (exclusive); a seeded source makes her repeatable. */
  readonly random: () => number;
  readonly now: () => Date;
  /** Milliseconds between steps, and by how much that varies to either side; default 20,000 and 7,000. */
  readonly schedule?: { readonly every: number; readonly spread: number };
  /** Told what she did in each scheduled step. */
  readonly report?: (sentence: string) => void;
  /** Told why a scheduled step failed; she goes on. Default: a warning of the process. */
  readonly failed?: (problem: unknown) => void;
}

/** The colleague. */
export interface Colleague {
  /** Begins her schedule; the first step comes after one pause. Its timer keeps no process alive. */
  start(): void;
  /** Ends her schedule, and waits for a step that is under way. */
  stop(): Promise<void>;
  /** One edit and one session, at once; the sentence says what she did. */
  step(): Promise<string>;
}

/** Sits down a colleague; nothing happens before `start` or `step`. */
export function createColleague(doors: ColleagueDoors): Colleague {
  const gate = createGate();
  const work = createWork(doors);
  const { every, spread } = doors.schedule ?? { every: 20_000, spread: 7_000 };
  let timer: NodeJS.Timeout | null = null;
  const wait = (): void => {
    timer = setTimeout(() => void turn(), every + (doors.random() * 2 - 1) * spread);
    timer.unref();
  };
  const turn = async (): Promise<void> => {
    const mine = timer;
    try {
      const sentence = await gate.enter(work);
      doors.report?.(sentence);
    } catch (problem) {
      (doors.failed ?? warn)(problem);
    }
    if (timer === mine && timer !== null) wait();
  };
  return {
    start() {
      if (timer === null) wait();
    },
    async stop() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      await gate.enter(() => undefined);
    },
    step: () => gate.enter(work),
  };
}

/** One step after the other; remembers which of the user's records she has met while they wait to be sent. */
function createWork(doors: ColleagueDoors): () => Promise<string> {
  const dice = createDice(doors.random);
  let met: ReadonlySet<string> = new Set();
  return async () => {
    const recent = await doors.recent();
    const waiting = new Set(recent.map(recordName));
    const known = new Set([...met].filter((name) => waiting.has(name)));
    const intent = chooseIntent(dice, recent, known);
    let told = idleSentence;
    await doors.edit((db) => {
      const desk = { db, dice, now: doors.now() };
      const done =
        intent.kind === 'meet' ? meetUser(desk, intent.record, intent.mayDelete) : ownWork[intent.work](desk);
      told = done ?? ownWork['change-order'](desk) ?? idleSentence;
    });
    met = intent.kind === 'meet' ? known.add(recordName(intent.record)) : known;
    await doors.synchronize();
    return told;
  };
}

/** Edits the record that the user is at, or deletes it; a new order of the user's gets a twin with the same number. */
function meetUser(desk: Desk, recent: RecentEdit, mayDelete: boolean): string | null {
  const record = { table: recent.table, key: toCells(recent.key) };
  const removed = mayDelete ? removeRecord(desk, record) : null;
  const changed = removed ?? changeRecord(desk, record, chooseOverlap(desk.dice, recent), userCells(recent));
  if (changed !== null) return changed;
  const { number } = record.key;
  const isNew = recent.table === 'work_orders' && typeof number === 'string' && number.length <= 10;
  return isNew && !orderExists(desk, number) ? addOrder(desk, number) : null;
}

function orderExists({ db }: Desk, number: string): boolean {
  return db.value(`select 1 from work_orders where number = ?`, number) !== undefined;
}

function warn(problem: unknown): void {
  process.emitWarning(`${colleague.name}: ${problem instanceof Error ? problem.message : String(problem)}`);
}
