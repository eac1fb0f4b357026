// The timeline of a record for the window: what the replica, the inbox and the notes of edits and reverts know of it (PD-08).

import { revertsOfRecord } from '../data/changes/revert-log.ts';
import { editsOf } from '../data/edit-log.ts';
import { differing, timelineOf, type Point, type Version } from '../data/timeline.ts';
import { alterationsOf } from '../replica/altered.ts';
import { readBase, readChange, readRecord } from '../replica/record-store.ts';
import { takenBackOf } from '../replica/row-errors.ts';
import { keyOfRecord } from '../replica/tracked-table.ts';
import { agreedAtTime, agreedBefore } from '../replica/sessions.ts';
import type { Entry, HistoryStep } from '../conflicts/list.ts';
import type { RecordName } from '../sync/inbox.ts';
import type { CallOutput, Handlers } from '../window/contract.ts';
import { jsonRecord, trackedTable, typedKey } from './columns.ts';
import type { Rooms } from './rooms.ts';

type Kind = CallOutput<'data.timeline'>['points'][number]['kind'];
type Spot = Point<Kind>;

/** So many entries, edits and reverts are looked at, and so many points told. */
const most = { each: 50, points: 200 };

const nothing: Omit<Spot, 'id' | 'kind' | 'side'> = {
  at: null,
  user: null,
  device: null,
  session: null,
  conflict: null,
  keep: null,
  why: null,
  version: undefined,
};

/** `data.timeline`. */
export function timelineHandlers(rooms: Rooms): Pick<Handlers, 'data.timeline'> {
  const { replica } = rooms;
  return {
    'data.timeline'({ table, key }) {
      const target = trackedTable(replica.tables(), table);
      const record: RecordName = { table: target.name, key: typedKey(target, key) };
      const row = jsonRecord(readRecord(replica.reader, target, record.key));
      const now: Spot = { ...nothing, id: 'now', kind: 'now', side: 'both', version: row };
      const edits = editPoints(rooms, record);
      const points = timelineOf(
        [
          ...edits,
          ...alteredPoints(rooms, record, edits),
          ...entryPoints(rooms, record),
          ...takenBackPoints(rooms, record),
          ...changePoints(rooms, record, row),
        ],
        now,
      );
      return {
        points: points.slice(0, most.points).map(({ version, columns, ...point }) => ({
          ...point,
          columns: [...columns],
          hasVersion: version !== undefined,
          version: version ?? null,
        })),
        earlier: Math.max(0, points.length - most.points),
      };
    },
  };
}

function editPoints({ replica }: Rooms, record: RecordName): Spot[] {
  const mine = { ...nothing, side: 'mine' as const };
  const edits = editsOf(replica.reader, record, most.each).map((edit): Spot => ({
    ...mine,
    id: `e${edit.no}`,
    kind: edit.after === null ? 'deleted' : edit.isNew ? 'added' : 'changed',
    at: edit.at,
    user: edit.who,
    device: edit.device,
    version: edit.after,
  }));
  const reverts = revertsOfRecord(replica.reader, record, most.each).flatMap((step): Spot[] => {
    const reverted: Spot = {
      ...mine,
      id: `r${step.no}`,
      kind: 'reverted',
      at: step.at,
      user: step.who,
      version: step.after,
    };
    if (step.undoneAt === null) return [reverted];
    const { undoneAt: at, undoneBy: user, before: version } = step;
    return [reverted, { ...mine, id: `u${step.no}`, kind: 'unreverted', at, user, version }];
  });
  return [...edits, ...reverts];
}

/** What was sent and what the hub made of it; a change that was made by hand here is told as an edit. */
function alteredPoints({ replica }: Rooms, record: RecordName, edits: readonly Spot[]): Spot[] {
  return alterationsOf(replica.reader, record, most.each).flatMap((note): Spot[] => {
    const { no, session, at, madeAt, changed, mine, theirs, who: user, device } = note;
    const isTold = edits.some(({ version }) => version && differing(version, mine).length === 0);
    const sent: Spot = {
      ...nothing,
      id: `a${no}-mine`,
      kind: changed === null ? 'added' : 'changed',
      side: 'mine',
      at: madeAt ?? at,
      version: mine,
      columns: changed ?? [],
    };
    const altered: Spot = { ...nothing, id: `a${no}`, kind: 'altered', side: 'both', at, user, device, session };
    const told = { version: theirs, columns: differing(mine, theirs), why: 'the hub stored it otherwise' };
    return [...(isTold ? [] : [sent]), { ...altered, ...told }];
  });
}

/** What the hub refused and was taken back here, with the values that are kept (R-157, SF-03). */
function takenBackPoints({ replica }: Rooms, record: RecordName): Spot[] {
  const table = trackedTable(replica.tables(), record.table);
  return takenBackOf(replica.reader, table, keyOfRecord(table, record.key)).map((error): Spot => ({
    ...nothing,
    id: `x${error.no}`,
    kind: 'taken-back',
    side: 'mine',
    at: error.takenBackAt,
    session: error.session,
    why: error.message,
    version: error.row === null ? null : jsonRecord(error.row),
  }));
}

/** A waiting change: what it started from, and what it made of it. A record in conflict is told by its entry. */
function changePoints({ replica, inbox }: Rooms, record: RecordName, row: Version): Spot[] {
  const table = trackedTable(replica.tables(), record.table);
  const change = readChange(replica.reader, table, record.key);
  if (!change || change.stamp === 0n || inbox.openFor(record) !== null) return [];
  const base = jsonRecord(readBase(replica.reader, table, record.key));
  const kind = change.gone ? 'deleted' : base === null ? 'added' : 'changed';
  const made: Spot = { ...nothing, id: 'change', kind, side: 'mine', at: change.at, version: row };
  if (base === null) return [made];
  const at = change.at === null ? null : agreedAtTime(replica.reader, change.at);
  return [{ ...nothing, id: 'base', kind: 'base', side: 'both', at, version: base }, made];
}

function entryPoints({ replica, inbox }: Rooms, record: RecordName): Spot[] {
  return inbox
    .ofRecord(record, most.each)
    .toReversed()
    .flatMap((entry) => {
      const steps = inbox.history(entry.no);
      const standing = steps.findLast((step) => step.state === 'decided' && step.why.startsWith('keep '));
      return steps.flatMap((step, at): Spot[] => {
        const shared: Shared = { ...nothing, id: `c${entry.no}-${at}`, session: step.session, conflict: entry.no };
        const agreed = agreedBefore(replica.reader, step.session ?? entry.session);
        return [
          ...versionPoints(entry, step, shared, agreed),
          ...statePoint(entry, step, { ...shared, ...(step === standing && outcomeOf(entry)) }),
        ];
      });
    });
}

type Shared = Omit<Spot, 'kind' | 'side'>;

/** The versions that a step brought: all three with the first one, later that of the side that moved. */
function versionPoints(entry: Entry, step: HistoryStep, shared: Shared, agreed: string | null): Spot[] {
  const told = step.versions as { base: Version; mine: Version; theirs: Version } | null;
  if (!told) return [];
  const isFirst = step.why === 'raised';
  const kindOf = (version: Version): Kind => (version === null ? 'deleted' : told.base === null ? 'added' : 'changed');
  const base: Spot = { ...shared, id: `${shared.id}-base`, kind: 'base', side: 'both', at: agreed, version: told.base };
  const mine: Spot = {
    ...shared,
    id: `${shared.id}-mine`,
    kind: kindOf(told.mine),
    side: 'mine',
    at: isFirst ? entry.mineAt : step.at,
    version: told.mine,
  };
  const isPresent = JSON.stringify(told.theirs) === JSON.stringify(jsonRecord(entry.versions.theirs));
  const { user, device, at } = isPresent ? entry.theirsBy : { user: step.who, device: null, at: null };
  const theirs: Spot = {
    ...shared,
    id: `${shared.id}-theirs`,
    kind: kindOf(told.theirs),
    side: 'theirs',
    at: at ?? step.at,
    user,
    device,
    version: told.theirs,
  };
  return [
    ...(isFirst && told.base !== null ? [base] : []),
    ...(isFirst || step.why === 'edited here again' ? [mine] : []),
    ...((isFirst || step.why === 'hub-changed') && entry.theirsKnown ? [theirs] : []),
  ];
}

/** What became of the entry by a step; a step that only brought a version is told by that. */
function statePoint(entry: Entry, step: HistoryStep, shared: Shared): Spot[] {
  const point = { ...shared, at: step.at, user: step.who, why: step.why };
  switch (step.state) {
    case 'undecided':
      if (step.why === 'raised') return [{ ...point, kind: 'raised', side: 'both' }];
      return step.who === null ? [] : [{ ...point, kind: 'undecided', side: 'mine' }];
    case 'decided':
      return step.why.startsWith('keep ') ? [{ ...point, keep: keptBy(step), kind: 'decided', side: 'mine' }] : [];
    case 'confirmed':
      return [{ ...point, ...outcomeOf(entry), kind: 'confirmed', side: 'both' }];
    case 'undone':
      return [{ ...point, version: jsonRecord(entry.versions.theirs), kind: 'undone', side: 'mine' }];
    case 'reopened':
    case 'sent':
    case 'parked':
      return [{ ...point, user: null, kind: step.state, side: 'both' }];
  }
}

/** Only the decision that stands is kept with its record; of an earlier one it is known which side it kept. */
function outcomeOf({ decision }: Entry): Partial<Pick<Spot, 'version' | 'keep'>> {
  return decision ? { version: jsonRecord(decision.row), keep: decision.keep } : {};
}

function keptBy({ why }: HistoryStep): Spot['keep'] {
  return (['mine', 'theirs', 'merged'] as const).find((side) => why === `keep ${side}`) ?? null;
}
