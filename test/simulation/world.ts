// One run: a hub, three replicas, and what random people, programs and lines do to them, step by step.

import Sqlite from 'better-sqlite3';
import { setTimeout as sleep } from 'node:timers/promises';
import { createDice, createRandom, type Dice } from '../../main/demo/dice.ts';
import { ConcordError } from '../../main/sync/problem.ts';
import { CallFailure } from '../../main/remote/failure.ts';
import type { ConflictHandler } from '../../main/hub/conflict.ts';
import { createRowJudge } from '../../main/hub/row-rules.ts';
import type { Transport } from '../../main/remote/transport.ts';
import type { Policy, SyncType } from '../../main/sync/scope.ts';
import { temporaryFolder } from '../support/files.ts';
import { Cut, isFree, withMoments, type AtMoment, type Moment } from '../support/moments.ts';
import { setStage, type Binding, type Stage, type StageReplica, type SyncOptions } from '../support/stage.ts';
import { editAtRandom, schemaWith, tables, witnesses, type Hold, type Pen } from './edits.ts';
import { watchCounters } from './counters.ts';
import { createLedger, readRows, type Ledger, type Site } from './ledger.ts';
import { mendAtRandom, rulesOfOwner } from './refusals.ts';
import { decideAll, decideOne, undoOne, type Person } from './people.ts';

/** What a run is made of. */
export interface RunOptions {
  readonly seed: number;
  readonly binding?: Binding;
  readonly steps?: number;
  /** Steps that are left out: how a failing run is made shorter. */
  readonly without?: ReadonlySet<number>;
  /** False: the replicas show themselves as stock clients would. */
  readonly concord?: boolean;
  /** Who wins on the hub; by default the hub. */
  readonly policy?: Policy;
  /** True: the hub's owner has rules, and some replicas take back what those refuse. */
  readonly refuses?: boolean;
}

/** Dice of their own for each step, so that one step's throws do not shift the next one's. */
export function diceOf({ seed }: RunOptions, step: string): Dice {
  return createDice(createRandom(seed, step));
}

/** The world of one run. */
export interface World {
  readonly options: RunOptions;
  readonly hold: Hold;
  readonly stage: Stage;
  readonly hub: Site;
  readonly replicas: StageReplica[];
  readonly ledger: Ledger;
  readonly lines: string[];
  /** Records whose error a person has dropped: they were told. */
  readonly dropped: Set<string>;
  /** What has stood on the hub since a session began, for each that runs. */
  readonly seen: Set<Set<unknown>>;
  log(line: string): void;
}

/** Sets the world: rows on the hub, one replica whose file has rows of its own already (L8). */
export async function createWorld(options: RunOptions): Promise<World> {
  const dice = diceOf(options, 'set-up');
  const hold = anyHold(options, dice);
  const ledger = createLedger(tables);
  const stage = await setStage({
    binding: options.binding ?? 'in process',
    schema: schemaWith(hold) + (dice.chance(0.3) ? witnesses : ''),
    tables: tables.map((table) => table.name),
    folder: temporaryFolder(),
    batchKb: 1,
    ...(options.concord === false && { concord: false }),
    ...(options.policy && { policy: options.policy }),
    ...(options.policy === 'client-wins' && { handlers: { onConflict: overruled(ledger) } }),
    ...(options.refuses && { handlers: { judgeRow: createRowJudge(rulesOfOwner, () => undefined) } }),
  });
  const hub = { name: 'H', db: stage.hubDb };
  const lines: string[] = [`children hold on to their parents: ${hold}`];
  const log = (line: string): void => void lines.push(line);
  for (let i = 0; i < 6; i++) await editAtRandom({ dice, ledger, site: hub, sites: [hub] }, 'set-up', log);
  const replicas: StageReplica[] = [];
  for (const name of ['A', 'B', 'C']) {
    const grown = dice.chance(0.3);
    const replica = await stage.replica(name, (file) => grown && makeTables(file, schemaWith(hold)));
    if (grown)
      for (let i = 0; i < 3; i++) await editAtRandom({ dice, ledger, site: replica, sites: [replica] }, 'before', log);
    replicas.push(replica);
  }
  return { options, hold, stage, hub, replicas, ledger, lines, dropped: new Set(), seen: new Set(), log };
}

/** The values that a hub gives up by its policy are kept nowhere; CONFORMANCE has no more than their number told (C8). */
function overruled(ledger: Ledger): ConflictHandler {
  return ({ table, incoming, own }) => {
    ledger.overrule(table.name, incoming, own);
    return undefined;
  };
}

/** A client that shows itself as a stock one is told a refused row by its count alone. */
function anyHold({ concord }: RunOptions, dice: Dice): Hold {
  return concord === false ? 'none' : dice.pick(['at once', 'at once', 'at the commit', 'cascade']);
}

function makeTables(file: string, sql: string): void {
  const db = new Sqlite(file);
  db.exec(sql);
  db.close();
}

/** One random step. Its dice are its own, so that leaving out another step does not change it. */
export async function stepAtRandom(world: World, index: number): Promise<void> {
  const step = `step ${index}`;
  const dice = diceOf(world.options, step);
  const at = world.lines.length;
  const chosen = dice.int(0, 99);
  const place = dice.int(0, world.replicas.length - 1);
  const person = personAt(world, dice, place);
  if (world.options.refuses && dice.chance(0.25)) await mendAtRandom(anyRefused(world, dice) ?? person, step);
  else if (chosen < 38) await editAtRandom(penAt(world, dice, dice.pick(sitesOf(world))), step, world.log);
  else if (chosen < 76) await session(world, dice, { place, step, faults: true });
  else if (chosen < 88) await decideOne(person, step);
  else if (chosen < 90) await decideAll(person, step);
  else if (chosen < 93) await undoOne(person, step);
  else if (chosen < 95) await reopen(world, place);
  else if (chosen < 96) await cleanUp(world);
  else if (chosen < 98) await twoSessions(world, dice, step);
  else if (chosen < 99) addWitnesses(world, place);
  else await adopt(world, place);
  world.lines.splice(at, 0, `${step}:`);
}

/** Somebody at a replica. */
export function personAt(world: World, dice: Dice, place: number): Person {
  return { dice, ledger: world.ledger, replica: replicaAt(world, place), log: world.log };
}

/** Somebody with an error, if there is one. */
function anyRefused(world: World, dice: Dice): Person | null {
  const places = [...world.replicas.keys()].filter((place) => replicaAt(world, place).errors().length > 0);
  return places.length === 0 ? null : personAt(world, dice, dice.pick(places));
}

function replicaAt({ replicas }: World, place: number): StageReplica {
  const replica = replicas[place];
  if (!replica) throw new RangeError(`no replica ${place}`);
  return replica;
}

function sitesOf({ hub, replicas }: World): Site[] {
  return [hub, ...replicas];
}

function penAt(world: World, dice: Dice, site: Site): Pen {
  return { dice, ledger: world.ledger, site, sites: sitesOf(world) };
}

async function reopen(world: World, place: number): Promise<void> {
  const replica = replicaAt(world, place);
  replica.replica.close();
  replica.db.close();
  world.replicas[place] = await world.stage.replica(replica.name);
  world.log(`${replica.name} is opened again`);
}

/** The hub forgets its tracking: every replica is outdated. */
async function cleanUp({ stage, log }: World): Promise<void> {
  await stage.store.cleanUp((await stage.store.hubTime()) + 1n);
  log('the hub cleans up');
}

function addWitnesses(world: World, place: number): void {
  const { db, name, replica } = replicaAt(world, place);
  if (replica.tables().size === 0) return;
  db.exec(witnesses);
  world.log(`${name} gets triggers of its own`);
}

async function adopt(world: World, place: number): Promise<void> {
  const { replica, name } = replicaAt(world, place);
  const rows = await replica.adopt();
  if (rows > 0) world.log(`${name} adopts ${rows}`);
}

async function twoSessions(world: World, dice: Dice, step: string): Promise<void> {
  const [first = 0, second = 1] = dice.some([...world.replicas.keys()], 2);
  await Promise.all([first, second].map((place) => session(world, dice, { place, step, faults: false })));
}

/** What a session is like. */
export interface SessionWish {
  readonly place: number;
  readonly step: string;
  readonly faults: boolean;
  /** Any if not named. */
  readonly type?: SyncType;
}

/** Runs one session, with or without faults and edits in between. Only what was broken on purpose may fail. */
export async function session(world: World, dice: Dice, { place, step, faults, ...wish }: SessionWish): Promise<void> {
  const replica = replicaAt(world, place);
  const type = wish.type ?? anyType(dice, faults);
  const outdated = dice.pick(['reinitialize', 'reinitialize-with-upload'] as const);
  const overHttp = world.options.binding === 'over HTTP';
  const wire = faults && overHttp && dice.chance(0.4) ? brokenWire(dice, world.log) : undefined;
  const happening = happenings(world, dice, { place, step });
  const options: SyncOptions = {
    type,
    outdated,
    ...(faults && { remote: (remote) => withMoments(remote, happening.at) }),
    ...(wire && { wire }),
  };
  const check = watchCounters(replica);
  try {
    const result = await withoutCascades(world, () => replica.sync(options));
    const { uploaded, downloaded, conflicts, round } = result;
    for (const { name } of [replica, world.hub]) world.ledger.synchronised(name);
    world.log(
      `${replica.name} synchronises (${round}): sent ${uploaded}, received ${downloaded}, conflicts ${conflicts}`,
    );
    for (const { table, key, side, message, state } of replica.errors())
      world.log(`  ${state} ${side}: ${table.name} ${Object.values(key).join(' ')} -- ${message}`);
    if (!faults) check(result);
  } catch (thrown) {
    const meant = happening.isCut() || (wire !== undefined && thrown instanceof ConcordError);
    if (!meant || !(thrown instanceof Error)) throw thrown;
    world.log(`${replica.name} synchronises (${type}) -- ${thrown.message}`);
  }
}

/** What a cascade on the hub removes, its owner wanted removed: parents go with children that nobody has seen there. */
async function withoutCascades<T>({ hold, hub, ledger, seen }: World, work: () => Promise<T>): Promise<T> {
  if (hold !== 'cascade') return work();
  const before = new Set(cellsOf(hub));
  seen.add(before);
  try {
    return await work();
  } finally {
    seen.delete(before);
    const after = new Set(cellsOf(hub));
    ledger.forget([...before].filter((value) => !after.has(value)));
  }
}

function cellsOf({ db }: Site): unknown[] {
  return tables
    .filter(({ parent }) => parent)
    .flatMap((table) => [...readRows(db, table).values()].flatMap((row) => Object.values(row)));
}

function anyType(dice: Dice, faults: boolean): SyncType {
  if (!faults || dice.chance(0.88)) return 'normal';
  return dice.pick(['reinitialize', 'reinitialize-with-upload']);
}

/** Where a line may be cut; between the hub's work and the replica's apply more often than elsewhere. */
const cuts: readonly Moment[] = [
  { name: 'scope', when: 'before' },
  { name: 'operation', when: 'after' },
  { name: 'snapshot', when: 'after' },
  { name: 'batch', when: 'before' },
  { name: 'changes', when: 'before' },
  { name: 'changes', when: 'after' },
  { name: 'changes', when: 'after' },
  { name: 'changes', when: 'after' },
  { name: 'complete', when: 'before' },
  { name: 'read', when: 'before' },
  { name: 'read', when: 'after' },
  { name: 'released', when: 'after' },
  { name: 'end', when: 'before' },
];

/** What happens while a session runs: now and then somebody writes, and some sessions are cut at one moment. */
function happenings(
  world: World,
  dice: Dice,
  { place, step }: { place: number; step: string },
): { at: AtMoment; isCut(): boolean } {
  const cut = dice.chance(0.35) ? dice.pick(cuts) : null;
  let passes = cut?.name === 'batch' || cut?.name === 'read' ? dice.int(0, 2) : 0;
  let isCut = false;
  const at: AtMoment = async (moment) => {
    if (isFree(moment) && dice.chance(moment.name === 'changes' ? 0.3 : 0.05)) {
      const name = `${step}, ${moment.when} ${moment.name}`;
      world.log(`  [${name}]`);
      await somethingInBetween(world, dice, { place, step: name });
    }
    if (isCut || moment.name !== cut?.name || moment.when !== cut.when || passes-- > 0) return;
    isCut = true;
    throw new Cut(moment);
  };
  return { at, isCut: () => isCut };
}

async function somethingInBetween(
  world: World,
  dice: Dice,
  { place, step }: { place: number; step: string },
): Promise<void> {
  const replica = replicaAt(world, place);
  const chosen = dice.int(0, 9);
  if (chosen < 5) await editAtRandom(penAt(world, dice, replica), step, world.log);
  else if (chosen < 8) {
    await editAtRandom(penAt(world, dice, world.hub), step, world.log);
    for (const before of world.seen) for (const value of cellsOf(world.hub)) before.add(value);
  } else if (chosen < 9) await decideOne(personAt(world, dice, place), step);
  else await undoOne(personAt(world, dice, place), step);
}

/** Requests are lost, answers are lost, answers are cut short; what may be repeated is repeated at once. */
function brokenWire(dice: Dice, log: (line: string) => void): (transport: Transport) => Transport {
  const lost = (): CallFailure => new CallFailure(new ConcordError('hub-unreachable', { url: 'cut' }), true, 1);
  return (transport) => ({
    ...transport,
    async post(...call) {
      const fate = dice.int(0, 19);
      if (fate === 0) {
        log('  [a request is lost]');
        throw lost();
      }
      const answer = await transport.post(...call);
      if (fate === 1) {
        log('  [an answer is lost]');
        throw lost();
      }
      if (fate === 2) {
        log('  [a request comes twice]');
        await sleep(0);
        return transport.post(...call);
      }
      return answer;
    },
  });
}
