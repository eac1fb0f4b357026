// What must be true of every run once everything is decided and all is quiet (SF-02, SF-03, L1…L35).

import { listErrors } from '../../main/replica/row-errors.ts';
import type { EntryState } from '../../main/sync/entry.ts';
import { countNotAdopted, countWaiting } from '../../main/replica/pending.ts';
import type { StageReplica } from '../support/stage.ts';
import { tables } from './edits.ts';
import { isValue, readRows } from './ledger.ts';
import { decideOne, entriesOf } from './people.ts';
import { chooseRefusals, dropErrors, errorsKept, giveIn, mendAtRandom } from './refusals.ts';
import { diceOf, personAt, session, type World } from './world.ts';

const maximumRounds = 25;
/** So long people insist on what the hub's rules refuse. */
const roundsOfTrying = 8;

/** Decides what is left and synchronises everybody until a whole round moves nothing; then everything must be right. */
export async function becomeQuiet(world: World): Promise<void> {
  world.log('all is decided and synchronised:');
  if (world.options.refuses) for (const replica of world.replicas) await chooseRefusals(replica, 'revert');
  for (let round = 0; round < maximumRounds; round++) {
    const dice = diceOf(world.options, `the end ${round}`);
    const before = world.lines.length;
    let decided = 0;
    for (const place of world.replicas.keys()) {
      const person = personAt(world, dice, place);
      const open = person.replica.inbox.numbers({ tab: 'undecided' }).length;
      for (let i = 0; i < open; i++) decided += Number(await decideOne(person, 'the end'));
      await person.replica.replica.adopt();
      if (world.options.refuses) {
        if (round < 2) await mendAtRandom(person, 'the end');
        else await dropErrors(person, world.dropped);
        if (round >= roundsOfTrying) decided += await giveIn(person);
      }
      // What was refused for good is looked at anew: the hub's rows come, and one's own wait in the inbox.
      const type = round % 4 === 3 && person.replica.errors().length > 0 ? 'reinitialize' : 'normal';
      await session(world, dice, { place, step: 'the end', faults: false, type });
    }
    const moved = world.lines.slice(before).some((line) => !/sent 0, received 0, conflicts 0/.test(line));
    const isClean = world.replicas.every((replica) => replica.errors().length === 0);
    if (decided === 0 && !moved && isClean) return checkEverything(world);
  }
  throw new Error(`not quiet after ${maximumRounds} rounds`);
}

/** Throws with the first thing that is wrong. */
function checkEverything(world: World): void {
  checkEqual(world);
  // A stock hub does not always prove what it took (Decisions 13).
  const ended = new Set<EntryState>([
    'confirmed',
    'undone',
    ...(world.options.concord === false ? ['sent' as const] : []),
  ]);
  for (const replica of world.replicas) checkClean(replica, ended);
  checkValues(world);
  checkRemovals(world);
}

function checkEqual({ hub, replicas }: World): void {
  for (const table of tables) {
    const rows = JSON.stringify([...readRows(hub.db, table)]);
    for (const { db, name } of replicas) {
      const own = JSON.stringify([...readRows(db, table)]);
      if (own !== rows) throw new Error(`${table.name} of ${name} differs:\n  ${own}\n  hub: ${rows}`);
    }
  }
}

/** Nothing waits, nothing is left in the tracking tables, no decision hangs. */
function checkClean({ name, replica, db, inbox }: StageReplica, ended: ReadonlySet<EntryState>): void {
  for (const table of replica.tables().values()) {
    for (const shadow of [table.entries, table.bases, table.images]) {
      const left = db.prepare(`select * from ${shadow}`).all();
      if (left.length > 0) throw new Error(`left in ${shadow} (${table.physical}) of ${name}: ${JSON.stringify(left)}`);
    }
    const { changes, records } = countWaiting(replica.reader, table);
    if (changes + records + countNotAdopted(replica.reader, table) > 0)
      throw new Error(`${name} still waits: ${changes}`);
  }
  const hanging = entriesOf(inbox).filter(({ state }) => !ended.has(state));
  if (hanging.length > 0)
    throw new Error(`entries of ${name} hang: ${JSON.stringify(hanging.map((item) => [item.no, item.state]))}`);
  const errors = listErrors(replica.reader);
  if (errors.length > 0) throw new Error(`errors of ${name}: ${JSON.stringify(errors)}`);
}

/** SF-02, SF-03: a value is in the tables, was replaced by somebody who saw it, or can be read in an inbox. */
function checkValues(world: World): void {
  const kept = readableValues(world);
  const lost = world.ledger.standing().filter(({ value }) => !kept.has(value));
  if (lost.length > 0)
    throw new Error(`lost: ${lost.map(({ value, typed }) => `${value} (typed by ${typed})`).join(', ')}`);
}

/** A removed record that stands there again as it was is told by an entry somewhere. */
function checkRemovals({ hub, replicas, ledger, dropped }: World): void {
  const told = new Set([
    ...dropped,
    ...replicas.flatMap((replica) =>
      [...entriesOf(replica.inbox), ...replica.errors(['resolved'])].map(
        ({ table, key }) => `${table.name} ${JSON.stringify(Object.values(key))}`,
      ),
    ),
  ]);
  for (const { table, key, values, site, step } of ledger.removals()) {
    const description = tables.find((item) => item.name === table);
    const row = description && readRows(hub.db, description).get(key);
    const same = row && values.every((value) => Object.values(row).includes(value));
    if (same && !told.has(`${table} ${key}`))
      throw new Error(`${table} ${key} was removed by ${site} in ${step} and is back without a word`);
  }
}

function readableValues({ hub, replicas }: World): ReadonlySet<string> {
  const found = new Set<string>();
  for (const table of tables) for (const row of readRows(hub.db, table).values()) collect(Object.values(row), found);
  for (const replica of replicas) {
    for (const entry of entriesOf(replica.inbox)) {
      collect([entry.versions, entry.decision, replica.inbox.history(entry.no)], found);
    }
    collect(errorsKept(replica), found);
  }
  return found;
}

function collect(thing: unknown, into: Set<string>): void {
  if (typeof thing === 'string') {
    if (isValue(thing)) into.add(thing);
  } else if (typeof thing === 'object' && thing !== null)
    for (const member of Object.values(thing)) collect(member, into);
}
