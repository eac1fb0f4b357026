// People at the inbox: they decide, merge, type, change their minds, and are sometimes too late.

import type { ConflictInbox } from '../../main/conflicts/inbox.ts';
import type { Entry } from '../../main/conflicts/list.ts';
import { isUndecided } from '../../main/sync/entry.ts';
import { ConcordError, type ProblemCode } from '../../main/sync/problem.ts';
import type { Choice } from '../../main/sync/resolution.ts';
import type { Dice } from '../../main/demo/dice.ts';
import type { StageReplica } from '../support/stage.ts';
import type { Ledger } from './ledger.ts';
import { tables } from './edits.ts';

/** Somebody at a replica's inbox. */
export interface Person {
  readonly dice: Dice;
  readonly ledger: Ledger;
  readonly replica: StageReplica;
  log(line: string): void;
}

/** Answers that a person may get and that change nothing. */
const refusals: ReadonlySet<ProblemCode> = new Set([
  'decision-stale',
  'decision-refused',
  'conflict-not-open',
  'undo-not-possible',
]);

/** All entries of a replica, newest first. */
export function entriesOf(inbox: ConflictInbox): readonly Entry[] {
  return inbox.list({ limit: 10_000, offset: 0 }).entries;
}

/** Decides one undecided entry, or takes up an undone or parked one; true if there was any to decide. */
export async function decideOne(person: Person, step: string, from?: readonly Entry[]): Promise<boolean> {
  const open = (from ?? entriesOf(person.replica.inbox)).filter(
    ({ state }) => isUndecided(state) || state === 'parked' || (state === 'undone' && person.dice.chance(0.2)),
  );
  if (open.length === 0) return false;
  const entry = person.dice.pick(open);
  const choice = anyChoice(person, entry);
  const { no, revision } = entry;
  const decision = { no, choice, by: person.replica.name, ...(person.dice.chance(0.5) && { revision }) };
  // What was typed for a decision that the hub refused gives way to its author's next one.
  const by = entry.state === 'parked' ? 'program' : 'decision';
  await act(person, step, `decides ${describe(entry)} ${JSON.stringify(choice)}`, by, () =>
    person.replica.inbox.resolve(decision),
  );
  return true;
}

/** Keeps one side for every undecided entry at once. */
export async function decideAll(person: Person, step: string): Promise<void> {
  const { inbox, name } = person.replica;
  const keep = person.dice.pick(['mine', 'theirs'] as const);
  const numbers = inbox.numbers({ tab: 'undecided' });
  await act(person, step, `keeps ${keep} for ${numbers.length}`, 'decision', () =>
    inbox.resolveAll(numbers, { keep }, name),
  );
}

/** Undoes a decision. What had been typed for it is taken back by its author, as by any program. */
export async function undoOne(person: Person, step: string): Promise<void> {
  const made = entriesOf(person.replica.inbox).filter(({ state }) => ['decided', 'sent', 'confirmed'].includes(state));
  if (made.length === 0) return;
  const entry = person.dice.pick(made);
  await act(person, step, `undoes ${describe(entry)}`, 'program', () =>
    person.replica.inbox.undo(entry.no, person.replica.name),
  );
}

async function act(
  person: Person,
  step: string,
  words: string,
  by: 'program' | 'decision',
  work: () => Promise<unknown>,
): Promise<void> {
  const { ledger, replica, log } = person;
  try {
    await ledger.watch(replica, step, by, work);
    log(`${replica.name} ${words}`);
  } catch (thrown) {
    if (!(thrown instanceof ConcordError) || !refusals.has(thrown.code)) throw thrown;
    log(`${replica.name} ${words}  -- ${thrown.code}`);
  }
}

function describe({ no, table, key, state }: Entry): string {
  return `${no} (${table.name} ${Object.values(key).join(' ')}, ${state})`;
}

function anyChoice({ dice, ledger, replica }: Person, { table, versions }: Entry): Choice {
  const { mine, theirs } = versions;
  const wish = dice.pick(
    mine || theirs ? (['mine', 'theirs', 'merged', 'merged'] as const) : (['mine', 'theirs'] as const),
  );
  if (wish !== 'merged') return { keep: wish };
  const { cells, parent } = tables.find(({ name }) => name === table.name) ?? { cells: [] };
  const links = parent === undefined ? [] : [parent];
  const typed = cells.filter(() => dice.chance(0.3));
  const sides = (['mine', 'theirs'] as const).filter((side) => versions[side]);
  return {
    keep: 'merged',
    take: Object.fromEntries([...links, ...cells].map((name) => [name, dice.pick(sides)])),
    set: Object.fromEntries(typed.map((name) => [name, ledger.fresh(replica.name)])),
  };
}
