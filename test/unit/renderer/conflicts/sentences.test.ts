import { describe, expect, it } from 'vitest';
import { compare, prepare } from '../../../../renderer/conflicts/compare/comparison.ts';
import type { Detail } from '../../../../renderer/conflicts/compare/detail.ts';
import { emptyDraft, keepWhole, type Draft } from '../../../../renderer/conflicts/compare/draft.ts';
import { newsOf } from '../../../../renderer/conflicts/compare/news.ts';
import { rowSentence } from '../../../../renderer/conflicts/compare/row-words.ts';
import { wayOf } from '../../../../renderer/conflicts/compare/way.ts';
import { whySentences } from '../../../../renderer/conflicts/compare/why.ts';
import { firstName } from '../../../../renderer/conflicts/people.ts';
import { plainText, richText, span } from '../../../../renderer/format/rich.ts';
import { conflict, marked, texts, them } from './office.ts';

const t = texts();
const both = conflict({ status: 'Done', site_phone: '040 2' }, { status: 'On hold', start: '2026-06-16T14:00:00' });
const why = (detail: Detail): string => marked(whySentences(t, prepare(detail), them(t, detail)));

describe('why it is a conflict (CF-11)', () => {
  it('names people and columns', () => {
    expect(why(both)).toMatch(
      /^You and \*\*Anna Berger\*\* both changed this work order: you .+, Anna .+\. Both changed \*\*Status\*\*; only you changed \*\*Site phone\*\*; only Anna changed \*\*Start\*\*\.$/,
    );
  });

  it('does not guess whom the hub does not tell', () => {
    expect(why({ ...both, theirsBy: { user: null, device: null, at: null } })).toMatch(
      /^You and someone on the hub both changed .+ the hub does not tell who\. .+ only the hub changed \*\*Start\*\*\.$/,
    );
  });

  it('tells deletes, additions and what waits behind', () => {
    expect(why(conflict({ status: 'Done' }, null))).toMatch(
      /\*\*Anna Berger\*\* deleted it on the hub .+You changed \*\*Status\*\*\./,
    );
    expect(why(conflict(null, { status: 'Done' }))).toMatch(
      /^You deleted this work order .+Anna changed \*\*Status\*\*\./,
    );
    const added = { ...both, base: null, type: 'local-insert/hub-insert' };
    expect(why(added)).toMatch(/both added a work order with this key.+They differ in/);
    expect(why({ ...both, behind: 2 })).toMatch(/\*\*2 of your changes\*\* wait behind this one\.$/);
  });
});

describe('a column for those who hear the screen (AX-03)', () => {
  const sentence = (draft: Draft, name: string): string => {
    const row = compare(prepare(both), draft).rows.find((item) => item.column.name === name);
    if (!row) throw new Error('no such row');
    return rowSentence({ t, names: new Map() }, row, { mine: true, theirs: true });
  };

  it('is one sentence', () => {
    expect(sentence(emptyDraft, 'status')).toBe('Status: base Open, yours Done, theirs On hold; not decided.');
    expect(sentence(keepWhole(emptyDraft, 'mine'), 'status')).toBe(
      'Status: base Open, yours Done, theirs On hold; the result is Done.',
    );
  });
});

describe('what came in while somebody looked (RS-25)', () => {
  it('names the columns of each side', () => {
    const now: Detail = { ...both, theirs: { ...both.theirs, site_phone: '040 9' } };
    expect(newsOf(both, now)).toEqual({ mine: [], theirs: ['site_phone'], turned: false });
    expect(newsOf(both, { ...both })).toBeNull();
    expect(newsOf(both, { ...both, theirs: null })?.turned).toBe(true);
  });
});

describe('the way of a decision (RS-21)', () => {
  const step = (state: Detail['state'], why = '', session: number | null = null): Detail['history'][number] => ({
    at: `2026-06-15T1${session ?? 0}:00:00.000Z`,
    state,
    who: null,
    why,
    session,
  });
  const decision = { keep: 'mine', by: 'me', at: '2026-06-15T10:00:00.000Z', row: null, wrote: true } as const;
  const way = (state: Detail['state'], history: Detail['history'], wrote = true): readonly string[] =>
    wayOf({ ...both, state, history, decision: { ...decision, wrote } }).map((stop) => `${stop.name} ${stop.reached}`);

  it('goes from raised to confirmed', () => {
    const raised = step('undecided', 'raised', 1);
    expect(way('undecided', [raised])).toEqual(['raised done', 'decided now', 'sent later', 'confirmed later']);
    expect(way('decided', [raised, step('decided')])).toEqual([
      'raised done',
      'decided done',
      'sent now',
      'confirmed later',
    ]);
    expect(way('sent', [raised, step('decided'), step('sent', '', 2)])[3]).toBe('confirmed now');
    expect(way('confirmed', [raised, step('decided'), step('confirmed', '', 2)])).toEqual([
      'raised done',
      'decided done',
      'sent done',
      'confirmed done',
    ]);
  });

  it('has nothing to send where theirs is kept, and begins anew where it was reopened', () => {
    const raised = step('undecided', 'raised', 1);
    expect(way('decided', [raised, step('decided')], false)[2]).toBe('nothing-sent done');
    expect(way('reopened', [raised, step('decided'), step('reopened', 'hub-changed', 3)])).toEqual([
      'reopened done',
      'decided now',
      'sent later',
      'confirmed later',
    ]);
    expect(way('parked', [raised, step('decided'), step('parked', 'no', 4)])[3]).toBe('parked done');
  });
});

describe('names and sentences with weight', () => {
  it('keeps sign-in names whole', () => {
    expect(firstName('Anna Berger')).toBe('Anna');
    expect(firstName('OFFICE\\anna.berger')).toBe('OFFICE\\anna.berger');
  });

  it('never reads data as markup', () => {
    const text = richText(t, 'forecast.will.unchosen', { id: '<b>x</b> {{id}}' });
    expect(plainText(text)).toBe('Choose what should happen to <b>x</b> {{id}}.');
    expect(text.at(1)).toEqual({ text: '<b>x</b> {{id}}', tone: 'strong' });
    expect(plainText(richText(t, 'list.and', { head: span('$&'), last: '$1' }))).toBe('$& and $1');
  });
});
