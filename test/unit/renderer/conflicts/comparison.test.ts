import { describe, expect, it } from 'vitest';
import { choiceToJson, compare, compareDecided, prepare } from '../../../../renderer/conflicts/compare/comparison.ts';
import type { Detail, JsonRecord } from '../../../../renderer/conflicts/compare/detail.ts';
import {
  emptyDraft,
  keepWhole,
  takeColumn,
  typeColumn,
  type Draft,
} from '../../../../renderer/conflicts/compare/draft.ts';
import { sectionsOf } from '../../../../renderer/conflicts/compare/sections.ts';
import { plainText } from '../../../../renderer/format/names.ts';
import { baseOrder, conflict } from './office.ts';

const mine = { status: 'Done', notes: 'Mine', site_phone: '040 2' };
const theirs = { status: 'On hold', notes: 'Theirs', start: '2026-06-16T14:00:00' };
const both = conflict(mine, theirs);

const results = (detail: Detail, draft: Draft): Record<string, string> =>
  Object.fromEntries(
    compare(prepare(detail), draft).rows.map((row) => [
      row.column.name,
      `${row.result.from} ${plainText(row.result.cell ?? 'undefined')}`,
    ]),
  );

describe('the comparison (CF-09, RS-03)', () => {
  it('puts collisions first, then what one side changed, then what is equal', () => {
    const prepared = prepare(both);
    const { collided, oneSide, equal } = sectionsOf(prepared, compare(prepared, emptyDraft));
    expect(collided.map((row) => row.column.name)).toEqual(['status', 'notes']);
    expect(oneSide.map((row) => row.column.name)).toEqual(['start', 'site_phone']);
    expect(equal).toHaveLength(3);
  });

  it('folds what does not count away, with the hub’s value, and shows each side’s own where one is kept (CF-12)', () => {
    const noisy = conflict(mine, theirs, { noise: ['notes', 'site_phone'] });
    const { collided, oneSide, equal } = sectionsOf(prepare(noisy), compare(prepare(noisy), emptyDraft));
    expect([collided, oneSide].map((rows) => rows.map((row) => row.column.name))).toEqual([['status'], ['start']]);
    expect(equal.filter((row) => row.state === 'noise').map((row) => row.column.name)).toEqual(['notes', 'site_phone']);
    expect(results(noisy, emptyDraft)).toMatchObject({ notes: 'same Theirs', site_phone: 'same 040 2' });
    expect(results(noisy, keepWhole(emptyDraft, 'mine'))).toMatchObject({
      notes: 'mine Mine',
      site_phone: 'mine 040 2',
    });
  });

  it('fills in what one side changed, and leaves true collisions open', () => {
    const comparison = compare(prepare(both), emptyDraft);
    expect(comparison.open).toEqual(['status', 'notes']);
    expect(comparison.choice).toBeNull();
    expect(results(both, emptyDraft)).toMatchObject({
      status: 'open undefined',
      start: 'theirs 2026-06-16T14:00:00',
      site_phone: 'mine 040 2',
      amount: 'same 100.00',
    });
  });

  it('can be decided once every collision has a side or a value', () => {
    const { differing } = prepare(both);
    const taken = takeColumn(emptyDraft, { column: 'status', side: 'mine', differing });
    const draft = typeColumn(taken, { column: 'notes', typed: { text: 'Ours', how: 'typed' }, differing });
    const { choice, outcome, open } = compare(prepare(both), draft);
    expect(open).toEqual([]);
    expect(choice && choiceToJson(choice)).toEqual({
      keep: 'merged',
      take: { status: 'mine' },
      set: { notes: 'Ours' },
    });
    expect(outcome?.row).toMatchObject({ status: 'Done', notes: 'Ours', start: theirs.start, site_phone: '040 2' });
  });

  it('refuses a typed value that the column cannot hold', () => {
    const { differing } = prepare(both);
    const typed = { text: 'x'.repeat(21), how: 'typed' as const };
    const draft = typeColumn(keepWhole(emptyDraft, 'mine'), { column: 'status', typed, differing });
    const { faulty, choice, rows } = compare(prepare(both), draft);
    expect(faulty).toEqual(['status']);
    expect(choice).toBeNull();
    expect(rows.find((row) => row.column.name === 'status')?.result.fault).toMatch(/at most 20/);
  });

  it('takes a whole side, and makes it the choice of each column when one is changed', () => {
    const whole = keepWhole(emptyDraft, 'theirs');
    expect(compare(prepare(both), whole).choice).toEqual({ keep: 'theirs' });
    expect(results(both, whole)).toMatchObject({ status: 'theirs On hold', site_phone: 'theirs 040 1' });
    const { differing } = prepare(both);
    const changed = takeColumn(whole, { column: 'status', side: 'mine', differing });
    expect(results(both, changed)).toMatchObject({
      status: 'mine Done',
      notes: 'theirs Theirs',
      site_phone: 'theirs 040 1',
    });
  });

  it('comes back to the choices by column after a whole side', () => {
    const { differing } = prepare(both);
    const draft = takeColumn(emptyDraft, { column: 'status', side: 'base', differing });
    expect(results(both, keepWhole(keepWhole(draft, 'mine'), null))).toMatchObject({ status: 'base Open' });
  });
});

describe('one-sided conflicts (RS-06)', () => {
  const deleted = conflict(mine, null);

  it('wait until one of the outcomes is chosen', () => {
    const { choice, rows } = compare(prepare(deleted), emptyDraft);
    expect(choice).toBeNull();
    expect(new Set(rows.map((row) => row.result.from))).toEqual(new Set(['waits']));
  });

  it('restore with all my values, or with changed ones', () => {
    expect(results(deleted, keepWhole(emptyDraft, 'mine'))).toMatchObject({ status: 'mine Done', number: 'mine WO-1' });
    const { differing } = prepare(deleted);
    const draft = typeColumn(emptyDraft, { column: 'status', typed: { text: 'Paid', how: 'typed' }, differing });
    expect(compare(prepare(deleted), draft).outcome?.row).toMatchObject({ status: 'Paid', notes: 'Mine' });
  });

  it('end without a record where the delete is accepted', () => {
    const { outcome, rows } = compare(prepare(deleted), keepWhole(emptyDraft, 'theirs'));
    expect(outcome).toEqual({ row: null, writes: false });
    expect(rows[0]?.result.from).toBe('none');
  });

  it('drop choices of a side that is gone', () => {
    const { differing } = prepare(both);
    const draft = takeColumn(emptyDraft, { column: 'status', side: 'theirs', differing });
    expect(() => compare(prepare(deleted), draft)).not.toThrow();
  });
});

describe('a decided conflict', () => {
  const decision = (keep: 'mine' | 'theirs' | 'merged', row: JsonRecord | null): Detail => ({
    ...both,
    state: 'decided',
    decision: { keep, by: 'me', at: '2026-06-15T10:00:00.000Z', row: row && { ...row }, wrote: true },
  });

  it('shows where each value came from', () => {
    const row = { ...baseOrder, status: 'Done', notes: 'Typed', start: theirs.start, site_phone: '040 1' };
    const from = Object.fromEntries(
      compareDecided(prepare(decision('merged', row))).rows.map((item) => [item.column.name, item.result.from]),
    );
    expect(from).toMatchObject({
      status: 'mine',
      notes: 'typed',
      start: 'theirs',
      site_phone: 'theirs',
      amount: 'same',
    });
  });

  it('shows a column that the table no longer has, and never writes it (Decisions 16)', () => {
    const old = { ...both, mine: { ...both.mine, old_name: 'x' } };
    const row = compare(prepare(old), emptyDraft).rows.find((item) => item.column.name === 'old_name');
    expect(row).toMatchObject({ isGone: true, mine: 'x' });
  });
});
