import { describe, expect, it } from 'vitest';
import { compare, prepare, type Row } from '../../../../renderer/conflicts/compare/comparison.ts';
import { emptyDraft } from '../../../../renderer/conflicts/compare/draft.ts';
import { proposalOf } from '../../../../renderer/conflicts/compare/proposal.ts';
import { aroundMarks, resultRuns, sideRuns, type MarkedRun } from '../../../../renderer/conflicts/compare/runs.ts';
import type { JsonRecord } from '../../../../renderer/conflicts/compare/detail.ts';
import { conflict } from './office.ts';

function rowOf(mine: JsonRecord, theirs: JsonRecord, name: string): Row {
  const row = compare(prepare(conflict(mine, theirs)), emptyDraft).rows.find((item) => item.column.name === name);
  if (!row) throw new Error('no such row');
  return row;
}

const notes = rowOf(
  { notes: 'Burner cleaned and nozzle replaced. Gasket fitted.' },
  { notes: 'Burner cleaned. Gasket to follow. Call Ms Vogel.' },
  'notes',
);

const short = (runs: readonly MarkedRun[] | null): readonly string[] | undefined =>
  runs?.map((run) => (run.mark === null ? run.text : `${run.mark}:${run.text}`));

describe('marks in long text (CF-09)', () => {
  it('are those of the side, the blanks around them bare', () => {
    expect(short(sideRuns(notes, 'mine'))).toEqual([
      'Burner cleaned',
      ' ',
      'mine:and nozzle replaced',
      '. Gasket ',
      'removed:to follow',
      ' ',
      'mine:fitted',
      '.',
    ]);
  });

  it('are kept in the result, without what was removed', () => {
    const result = { ...notes.result, from: 'mine' as const };
    expect(short(resultRuns({ ...notes, result }))).not.toContain('removed:to follow');
    const joined = resultRuns({ ...notes, result: { ...notes.result, from: 'joined' } });
    expect(joined?.map((run) => run.text).join('')).toBe(
      'Burner cleaned and nozzle replaced. Gasket fitted. Call Ms Vogel.',
    );
  });

  it('stay in sight where the text is folded', () => {
    const long = 'one two three four five six seven eight nine ten '.repeat(5);
    const runs: readonly MarkedRun[] = [
      { text: long, mark: null },
      { text: 'new', mark: 'mine' },
      { text: ` ${long}`, mark: null },
    ];
    expect(short(aroundMarks(runs, 20))).toEqual(['… eight nine ten ', 'mine:new', ' one two three four …']);
  });
});

describe('what can be made of both sides (RS-04)', () => {
  const both = (mine: JsonRecord, theirs: JsonRecord, name: string): unknown =>
    proposalOf(prepare(conflict(mine, theirs)), rowOf(mine, theirs, name));

  it('joins texts and adds numbers', () => {
    expect(both({ amount: '110.00' }, { amount: '95.50' }, 'amount')).toEqual({ text: '105.50', how: 'summed' });
    expect(proposalOf(prepare(conflict({}, {})), notes)).toMatchObject({ how: 'joined' });
  });

  it('proposes nothing for short words', () => {
    expect(both({ status: 'Done' }, { status: 'On hold' }, 'status')).toBeNull();
  });
});
