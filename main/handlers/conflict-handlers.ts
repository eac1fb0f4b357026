// The inbox for the window: list, compare, decide, undo (CF, RS).

import type { Filter } from '../conflicts/filter.ts';
import type { Entry } from '../conflicts/list.ts';
import { linksOf } from '../data/links.ts';
import { linkedRecords } from '../data/look-up.ts';
import type { ConflictType } from '../sync/conflict.ts';
import { cellToJson, recordToJson } from '../sync/cell.ts';
import { ConcordError } from '../sync/problem.ts';
import type { Choice } from '../sync/resolution.ts';
import { tableKey, type TableName } from '../sync/schema.ts';
import type { CallOutput, CheckedInput, Handlers } from '../window/contract.ts';
import { jsonRecord, sampleOf, typedRecord, windowColumns } from './columns.ts';
import { agreedBefore } from '../replica/sessions.ts';
import type { TrackedTable } from '../replica/tracked-table.ts';
import type { Rooms } from './rooms.ts';

type Names = Extract<keyof Handlers, `conflicts.${string}`>;

/** `conflicts.*`. */
export function conflictHandlers(rooms: Rooms): Pick<Handlers, Names> {
  const { inbox, config } = rooms;
  return {
    'conflicts.list'({ limit, offset, ...filter }) {
      // The mark first: what moves while the list is read counts as moved.
      const mark = inbox.mark();
      const { entries, total } = inbox.list({ ...filterOf(filter), limit, offset });
      const { undecided, decided, confirmed, parked } = inbox.counts();
      return {
        entries: entries.map((entry) => lineOf(rooms, entry)),
        shown: total,
        counts: { undecided, decided, confirmed, parked },
        mark,
      };
    },
    'conflicts.facets'({ tab }) {
      const { columns, sessions } = inbox.facets(tab);
      return { columns: [...columns], sessions: [...sessions] };
    },
    'conflicts.get': ({ no, filter }) => detailOf(rooms, inbox.get(no), filterOf(filter)),
    async 'conflicts.resolve'({ no, revision, choice }) {
      const entry = inbox.get(no);
      const decided = await inbox.resolve({
        no,
        revision,
        choice: choiceOf(rooms, entry.table, choice),
        by: config.user,
      });
      return detailOf(rooms, decided, {});
    },
    async 'conflicts.resolveAll'({ filter, numbers, keep, mark }) {
      const chosen = numbers ?? inbox.numbers(filterOf(filter));
      const { refused, ...done } = await inbox.resolveAll(chosen, { keep }, config.user, mark);
      return { ...done, refused: [...refused] };
    },
    async 'conflicts.undoAll'({ steps }) {
      const { undone, refused } = await inbox.undoAll(steps, config.user);
      return { undone, refused: [...refused] };
    },
    'conflicts.undo': async ({ no }) => detailOf(rooms, await inbox.undo(no, config.user), {}),
  };
}

function filterOf({ type, ...rest }: CheckedInput<'conflicts.get'>['filter']): Filter {
  const given = Object.entries(rest).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(given), ...(type !== undefined && { type: type as ConflictType }) };
}

/** A choice with typed cells. Throws `column-unknown`. */
export function choiceOf(rooms: Rooms, table: TableName, choice: CheckedInput<'conflicts.resolve'>['choice']): Choice {
  if (choice.keep !== 'merged') return choice;
  const tracked = rooms.replica.tables().get(tableKey(table));
  if (!tracked) throw new ConcordError('table-unknown', { table: table.name, tables: '' });
  return { keep: 'merged', take: choice.take, set: typedRecord(tracked, choice.set) };
}

function lineOf({ inbox, replica }: Rooms, entry: Entry): CallOutput<'conflicts.list'>['entries'][number] {
  return {
    no: entry.no,
    table: entry.table,
    key: recordToJson(entry.key),
    type: entry.type,
    state: entry.state,
    columns: [...entry.columns],
    collisions: [...entry.collisions],
    sample: sampleOf(entry.versions.mine ?? entry.versions.theirs ?? entry.versions.base),
    raisedAt: entry.raisedAt,
    changedAt: entry.changedAt,
    mineAt: entry.mineAt,
    isHere: entry.versions.mine !== null,
    isOnHub: entry.theirsKnown ? entry.versions.theirs !== null : null,
    behind: replica.tables().has(tableKey(entry.table)) ? inbox.behind(entry) : 0,
    theirsBy: entry.theirsBy,
    keep: entry.decision?.keep ?? null,
  };
}

function detailOf(rooms: Rooms, entry: Entry, filter: Filter): CallOutput<'conflicts.get'> {
  const { inbox, replica } = rooms;
  const { sample, isHere, isOnHub, ...line } = lineOf(rooms, entry);
  const table = replica.tables().get(tableKey(entry.table));
  const { previous, next, place, listed } = inbox.neighbours(filter, entry.no);
  const { decision } = entry;
  return {
    ...line,
    base: jsonRecord(entry.versions.base),
    mine: jsonRecord(entry.versions.mine),
    theirs: jsonRecord(entry.versions.theirs),
    theirsKnown: entry.theirsKnown,
    agreedAt: agreedAt(rooms, entry),
    session: entry.session,
    revision: entry.revision,
    previous: entry.previous,
    decision: decision && {
      keep: decision.keep,
      by: decision.by,
      at: decision.at,
      row: jsonRecord(decision.row),
      wrote: decision.wrote,
    },
    tableColumns: table ? windowColumns(replica.reader, table, replica.tables().values()) : [],
    noise: table ? table.columns.filter(({ noise }) => noise).map(({ name }) => name) : [],
    links: table ? linksIn(rooms, table, entry) : [],
    history: inbox.history(entry.no).map(({ at, state, who, why, session }) => ({ at, state, who, why, session })),
    place: { at: place, of: inbox.list({ ...filter, limit: 1, offset: 0 }).total, listed, previous, next },
  };
}

/** What its versions and its decision point to, so that the window shows names at once (PD-06). */
function linksIn({ replica }: Rooms, table: TrackedTable, entry: Entry): CallOutput<'conflicts.get'>['links'] {
  const { base, mine, theirs } = entry.versions;
  const versions = [base, mine, theirs, entry.decision?.row ?? null].filter((version) => version !== null);
  const links = linksOf(replica.reader, table, replica.tables().values());
  return linkedRecords(replica.reader, links, versions).map((link) => ({ ...link, value: cellToJson(link.value) }));
}

/** Before the session that brought the entry up last with a base of its own. */
function agreedAt({ inbox, replica }: Rooms, entry: Entry): string | null {
  if (entry.versions.base === null) return null;
  const turn = inbox.history(entry.no).findLast((step) => step.state === 'reopened' && step.session !== null);
  return agreedBefore(replica.reader, turn?.session ?? entry.session);
}
