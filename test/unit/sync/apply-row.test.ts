// One incoming row against one record, over a table in memory.

import { describe, expect, it } from 'vitest';
import type { ConflictAnswer, Incoming } from '../../../main/replica/apply-row.ts';
import { held } from '../../../main/replica/layout.ts';
import type { Entry } from '../../../main/replica/table-work.ts';
import type { Row } from '../../../main/sync/cell.ts';
import type { Inbox, RaiseOutcome } from '../../../main/sync/inbox.ts';
import { column } from '../../support/schemas.ts';
import {
  apply,
  author,
  base,
  columns,
  entry,
  memory,
  mine,
  record,
  remove,
  theirs,
  tombstone,
  upsert,
  type Memory,
  type Setting,
} from './apply-memory.ts';
import { problemOf } from './problems.ts';

const quiet = { raised: [], equal: [], counted: [], pending: null };

describe('an ordinary delivery', () => {
  it.each([
    ['no entry', {}, {}],
    ['W-172 no entry, no watermark', {}, { lastSync: null }],
    ['older than the watermark', { entry: entry({ stamp: 9n }) }, {}],
    ['exactly the watermark', { entry: entry({ stamp: 10n }) }, {}],
    ['nothing of the table is tracked', { entry: entry({ stamp: 99n }) }, { tracked: false }],
  ] as [string, Partial<Memory>, Setting][])('R-90 R-14 %s', (_, state, setting) => {
    Object.assign(memory, state);
    expect(apply(upsert(theirs), setting)).toBe('applied');
    expect(memory).toMatchObject({ ...quiet, row: theirs, held: false });
    if (setting.tracked !== false) expect(memory.entry).toBeNull();
  });

  it('R-90 W-175 a settled delete of mine lets the row come back', () => {
    Object.assign(memory, { row: null, entry: entry({ stamp: 9n, gone: true }) });
    expect(apply(upsert(theirs))).toBe('applied');
    expect(memory).toMatchObject({ ...quiet, row: theirs, entry: null });
  });

  it.each([
    ['a row', base, 'applied'],
    ['nothing', null, 'kept'],
  ])('R-90 W-174 a delete that finds %s', (_, row, outcome) => {
    memory.row = row;
    expect(apply(remove)).toBe(outcome);
    expect(memory).toMatchObject({ ...quiet, row: null });
  });

  it('R-90 C32 a handler may look at a delete of nothing, without a say', () => {
    memory.row = null;
    expect(apply(remove, { answer: { resolution: 'throw' } })).toBe('kept');
    expect(memory.seen).toEqual([{ type: 8, kind: 'delete', incoming: tombstone, own: null, proposed: 'client-wins' }]);
  });

  it.each([
    ['W-169 newer than the watermark', entry({ stamp: 11n }), 10n],
    ['W-281 no watermark', entry({ stamp: 1n }), null],
    ['Decisions 6 held, however old', entry({ stamp: 1n, held: held.notAdopted }), 10n],
  ])('R-90 R-14 is none: %s', (_, own, lastSync) => {
    Object.assign(memory, { row: mine, entry: own, base });
    expect(apply(upsert(theirs), { lastSync })).toBe('settled');
    expect(memory.raised).toHaveLength(1);
  });
});

describe('an open entry without a later edit', () => {
  const marked = { entry: entry({ stamp: 0n, held: held.behindConflict }), held: true };
  it.each([
    ['updated', true, []],
    ['reopened', true, ['reopened']],
    ['closed', false, []],
    ['none', false, []],
  ] as [ReturnType<Inbox['hubMoved']>, boolean, string[]][])(
    'R-91 SF-05 P7 the inbox says %s',
    (moved, stays, counted) => {
      Object.assign(memory, marked);
      expect(apply(upsert(theirs), { moved })).toBe('applied');
      expect(memory).toMatchObject({ row: theirs, held: stays, raised: [], counted });
      expect(memory.moves).toEqual([
        {
          table: { name: 't', schema: '' },
          key: { id: '1' },
          columns,
          theirs: record(theirs),
          author,
          session: 7,
          accepted: false,
        },
      ]);
    },
  );

  it.each([
    ['a row', base, 'applied'],
    ['nothing', null, 'kept'],
  ])('R-91 the hub’s delete finds %s and goes into the entry', (_, row, outcome) => {
    Object.assign(memory, { ...marked, row });
    expect(apply(remove, { moved: 'updated' })).toBe(outcome);
    expect(memory.moves[0]?.theirs).toBeNull();
    expect(memory.row).toBeNull();
  });
});

describe('a change that the hub has taken', () => {
  const sent = { row: mine, entry: entry(), base };
  it.each([
    ['none', false, []],
    ['closed', false, []],
    ['updated', false, []],
    ['reopened', true, ['reopened']],
  ] as [ReturnType<Inbox['hubMoved']>, boolean, string[]][])('R-92 L30 the inbox says %s', (moved, isHeld, counted) => {
    Object.assign(memory, sent);
    expect(apply(upsert(theirs), { accepted: true, moved, watch: true })).toBe('applied');
    expect(memory).toMatchObject({ row: theirs, entry: null, base: null, held: isHeld, raised: [], counted, seen: [] });
    expect(memory.moves).toEqual([expect.objectContaining({ theirs: record(theirs), accepted: true })]);
  });

  it('R-99 SF-03 what was sent is told beside what came back, where there is both, and only once', () => {
    const told = { key: { id: '1' }, base: record(base), mine: record(mine), theirs: record(theirs) };
    Object.assign(memory, sent);
    apply(upsert(theirs), { accepted: true });
    expect(memory.altered).toEqual([{ ...told, madeAt: 'then', author }]);
    Object.assign(memory, { ...sent, altered: [] });
    // An earlier session’s, a delete that came back, one that goes.
    apply(upsert(theirs), { accepted: true, lastSync: 20n });
    Object.assign(memory, { row: null, entry: entry({ gone: true }), base });
    apply(upsert(theirs), { accepted: true });
    Object.assign(memory, sent);
    apply(remove, { accepted: true });
    expect(memory.altered).toEqual([]);
  });

  it('R-92 a delete that was taken on both sides finds nothing', () => {
    Object.assign(memory, { row: null, entry: entry({ gone: true }), base });
    expect(apply(remove, { accepted: true })).toBe('kept');
    expect(memory).toMatchObject({ ...quiet, entry: null });
  });
});

describe('both the same after all', () => {
  it.each([
    ['the same values', theirs, upsert(theirs), 'equal'],
    ['the same in another spelling', ['1', 'theirs', '1.00'], upsert(theirs), 'equal'],
    ['two deletes', null, remove, 'kept'],
  ] as [string, Row | null, Incoming, string][])('R-93 CF-12 %s', (_, row, incoming, outcome) => {
    Object.assign(memory, { row, entry: entry({ gone: row === null }), base });
    expect(apply(incoming)).toBe(outcome);
    expect(memory).toMatchObject({ entry: null, held: false, raised: [], counted: [] });
    expect(memory.row).toEqual(incoming.kind === 'delete' ? null : incoming.row);
    expect(memory.equal).toEqual([{ table: { name: 't', schema: '' }, key: { id: '1' }, session: 7 }]);
  });

  it.each(['equal', 'settled'])('R-93 CF-12 where a column does not count, other columns decide: %s', (outcome) => {
    Object.assign(memory, { row: ['1', outcome === 'equal' ? 'theirs' : 'mine', '9'], entry: entry(), base });
    expect([apply(upsert(theirs), { noise: ['n'] }), memory.row]).toEqual([outcome, theirs]);
  });

  it('R-93 W-173 a row that is all key is an ordinary delivery', () => {
    Object.assign(memory, { row: ['1', 'x'], entry: entry() });
    expect(apply(upsert(['1', 'x']), { columns: columns.slice(0, 2), key: ['id', 'a'] })).toBe('applied');
    expect(memory).toMatchObject({ raised: [], counted: [] });
  });

  it('R-93 a row that my delete has hidden is not there', () => {
    Object.assign(memory, { row: theirs, entry: entry({ gone: true }), base });
    expect(apply(upsert(theirs))).toBe('settled');
    expect(memory.raised[0]).toMatchObject({ type: 'local-delete/hub-update', versions: { mine: null } });
  });
});

describe('where columns do not count', () => {
  const own = (row: Row | null, more: Partial<Entry> = {}): void =>
    void Object.assign(memory, { row, entry: entry({ gone: row === null, ...more }), base });
  const touched: Row = ['1', 'base', '9'];
  const noise = { noise: ['n'] };

  it.each([
    ['the hub changed the record', upsert(theirs), 'equal', theirs],
    ['the hub deleted it', remove, 'settled', null],
  ] as [string, Incoming, string, Row | null][])(
    'R-96 CF-12 nothing of mine counts: %s',
    (_, incoming, outcome, row) => {
      own(touched);
      expect(apply(incoming, noise)).toBe(outcome);
      expect(memory).toMatchObject({ ...quiet, equal: [expect.objectContaining({ session: 7 })], row, entry: null });
    },
  );

  it.each([
    ['my change', mine, ['1', 'mine', '9']],
    ['my delete', null, null],
  ] as [string, Row | null, Row | null][])('R-96 CF-12 nothing of theirs counts: %s waits on', (_, row, after) => {
    own(row);
    expect(apply(upsert(touched), noise)).toBe('settled');
    expect(memory).toMatchObject({ ...quiet, row: after, pending: { base: touched }, moves: [] });
  });

  it.each([
    ['all columns count', {}, {}],
    ['the record is held behind its entry', noise, { held: held.behindConflict }],
  ] as [string, Setting, Partial<Entry>][])('R-96 CF-12 it is a conflict where %s', (_, setting, more) => {
    own(mine, more);
    expect(apply(upsert(touched), setting)).toBe('settled');
    expect(memory.raised).toHaveLength(1);
  });

  it('R-96 CF-12 it is a conflict without a base', () => {
    Object.assign(memory, { row: mine, entry: entry(), base: null });
    apply(upsert(touched), noise);
    expect(memory.raised).toHaveLength(1);
  });
});

describe('a conflict', () => {
  const cases: [string, Row | null, Row | null, Incoming, string, string][] = [
    ['CM1 both updated', mine, base, upsert(theirs), 'local-update/hub-update', 'settled'],
    ['CM1 both inserted', mine, null, upsert(theirs), 'local-insert/hub-insert', 'settled'],
    ['CM4 deleted here, updated there', null, base, upsert(theirs), 'local-delete/hub-update', 'settled'],
    ['CM6 updated here, deleted there', mine, base, remove, 'local-update/hub-delete', 'settled'],
  ];
  it.each(cases)('R-94 R-11 SF-02 %s', (_, own, from, incoming, type, outcome) => {
    Object.assign(memory, { row: own, entry: entry({ gone: own === null }), base: from });
    expect(apply(incoming, { watch: true })).toBe(outcome);
    const after = incoming.kind === 'delete' ? null : theirs;
    expect(memory).toMatchObject({ row: after, entry: null, held: true, counted: ['raised'], equal: [] });
    expect(memory.raised).toEqual([
      {
        table: { name: 't', schema: '' },
        key: { id: '1' },
        columns,
        type,
        versions: { base: from && record(from), mine: own && record(own), theirs: after && record(after) },
        mineAt: 'then',
        author,
        session: 7,
        theirsKnown: true,
      },
    ]);
    expect(memory.seen).toEqual([
      expect.objectContaining({ kind: incoming.kind, incoming: incoming.row, own, proposed: 'client-wins' }),
    ]);
  });

  it.each([
    ['raised', true, ['raised']],
    ['reopened', true, ['reopened']],
    ['updated', true, ['updated']],
    ['same', true, []],
    ['closed', false, []],
  ] as [RaiseOutcome, boolean, string[]][])(
    'R-94 the record is held unless the inbox closes it: %s',
    (raise, isHeld, counted) => {
      Object.assign(memory, { row: mine, entry: entry(), base });
      expect(apply(upsert(theirs), { raise })).toBe('settled');
      expect(memory).toMatchObject({ row: theirs, held: isHeld, counted });
    },
  );

  it('R-94 the key is written in one spelling: guids without case', () => {
    Object.assign(memory, { row: ['AB', 'mine', '1'], entry: entry(), base });
    apply(upsert(['AB', 'theirs', '1']), { columns: [column('id', 'guid'), ...columns.slice(1)] });
    expect(memory.raised[0]?.key).toEqual({ id: 'ab' });
  });
});

describe('a handler', () => {
  const chosen: Row = ['1', 'chosen', '1'];
  const met = (): void => void Object.assign(memory, { row: mine, entry: entry(), base });

  it('R-95 W-214 server-wins skips the row', () => {
    met();
    expect(apply(upsert(theirs), { answer: { resolution: 'server-wins' } })).toBe('kept');
    expect(memory).toMatchObject({ ...quiet, row: mine, base, entry: entry() });
  });

  it.each([
    ['the incoming row', { resolution: 'client-wins' }, theirs],
    ['the handler’s row', { resolution: 'client-wins', row: chosen }, chosen],
  ] as [string, ConflictAnswer, Row][])('R-95 W-214 client-wins writes %s', (_, answer, row) => {
    met();
    expect(apply(upsert(theirs), { answer })).toBe('settled');
    expect(memory).toMatchObject({ ...quiet, row, entry: null, held: false });
  });

  it.each([
    ['a row', mine, 'settled'],
    ['nothing', null, 'kept'],
  ])('R-95 W-214 client-wins deletes: %s was there', (_, row, outcome) => {
    Object.assign(memory, { row, entry: entry({ gone: row === null }), base });
    expect(apply(remove, { answer: { resolution: 'client-wins' } })).toBe(outcome);
    expect(memory).toMatchObject({ ...quiet, row: null, entry: null });
  });

  it.each([
    ['merge', { resolution: 'merge', row: chosen }, chosen],
    ['merge without a row', { resolution: 'merge' }, theirs],
    ['W-219 client-wins as a local change', { resolution: 'client-wins', row: chosen, local: true }, chosen],
  ] as [string, ConflictAnswer, Row][])('R-95 %s is sent with the next session', (_, answer, row) => {
    met();
    expect(apply(upsert(theirs), { answer })).toBe('settled');
    expect(memory).toMatchObject({ row, entry: null, base: null, raised: [], pending: { base: theirs } });
  });

  it('R-95 CG-b throw stops the session with nothing written', () => {
    met();
    expect(problemOf(() => apply(upsert(theirs), { answer: { resolution: 'throw' } }))).toMatchObject({
      code: 'session-stopped',
      message: 'The session was stopped by a record of t: a conflict.',
    });
    expect(memory).toMatchObject({ ...quiet, row: mine, base, entry: entry() });
  });

  it.each([
    ['2 both have the row', mine, upsert(theirs), 2],
    ['6 deleted here', null, upsert(theirs), 6],
    ['7 deleted there', mine, remove, 7],
    ['3 deleted on both sides', null, remove, 3],
  ] as [string, Row | null, Incoming, number][])('R-95 R-10 sees type %s', (_, row, incoming, type) => {
    Object.assign(memory, { row, entry: entry({ gone: row === null }), base });
    apply(incoming, { watch: true });
    expect(memory.seen).toEqual([
      { type, kind: incoming.kind, incoming: incoming.row, own: row, proposed: 'client-wins' },
    ]);
  });
});
