import { describe, expect, it } from 'vitest';
import { compare, compareDecided, prepare } from '../../../../renderer/conflicts/compare/comparison.ts';
import type { Detail } from '../../../../renderer/conflicts/compare/detail.ts';
import {
  emptyDraft,
  keepWhole,
  takeColumn,
  typeColumn,
  type Draft,
} from '../../../../renderer/conflicts/compare/draft.ts';
import { forecastSentence, type Tense } from '../../../../renderer/conflicts/compare/forecast-words.ts';
import { forecastOf } from '../../../../renderer/conflicts/compare/forecast.ts';
import { conflict, marked, texts, them } from './office.ts';

const t = texts();
const mine = { status: 'Done', notes: 'Burner cleaned and nozzle replaced. Gasket fitted.', site_phone: '040 2' };
const theirs = {
  status: 'On hold',
  notes: 'Burner cleaned. Gasket to follow. Call Ms Vogel before the visit.',
  start: '2026-06-16T14:00:00',
};
const both = conflict(mine, theirs);

function say(detail: Detail, draft: Draft, tense: Tense = 'will'): string {
  const prepared = prepare(detail);
  const comparison = tense === 'will' ? compare(prepared, draft) : compareDecided(prepared);
  const subject = { t, names: new Map(), them: them(t, detail), id: 'WO-1', when: 'With the next session, 11:00,' };
  return marked(forecastSentence(subject, forecastOf(prepared, comparison), tense));
}

function take(draft: Draft, column: string, side: 'base' | 'mine' | 'theirs', detail = both): Draft {
  return takeColumn(draft, { column, side, differing: prepare(detail).differing });
}

function join(draft: Draft): Draft {
  const typed = { text: 'joined', how: 'joined' as const };
  return typeColumn(draft, { column: 'notes', typed, differing: prepare(both).differing });
}

describe('the forecast (RS-05)', () => {
  it('names what is open, and what was filled in', () => {
    expect(say(both, emptyDraft)).toBe(
      '**Status** and **Notes** still need you. Filled in: **Site phone** from you, **Start** from Anna.',
    );
  });

  it('says what the hub will have, from whom, and what gives way', () => {
    expect(say(both, join(take(emptyDraft, 'status', 'mine')))).toBe(
      'After this the hub will have **Status Done** and **Site phone** from you, **Start** from Anna, and **Notes** joined from both. Anna’s *On hold* stays in the history.',
    );
  });

  it('names a hub that does not tell who', () => {
    const untold = { ...both, theirsBy: { user: null, device: null, at: null } };
    expect(say(untold, join(take(emptyDraft, 'status', 'mine')))).toBe(
      'After this the hub will have **Status Done** and **Site phone** from you, **Start** from the hub, and **Notes** joined from both. The hub’s *On hold* stays in the history.',
    );
  });

  it('keeps mine whole: what only they changed goes back', () => {
    expect(say(both, keepWhole(emptyDraft, 'mine'))).toMatch(
      /^After this the hub will have \*\*Status Done\*\*, \*\*Notes\*\* and \*\*Site phone\*\* from you, \*\*Start\*\* as before\. Anna’s \*On hold\*, \*Notes\* and \*Start .+\* stay in the history\.$/,
    );
  });

  it('sends nothing where theirs is kept', () => {
    expect(say(both, keepWhole(emptyDraft, 'theirs'))).toBe(
      'Nothing is sent: the **hub’s record stands** as it is. Your *Done*, *Notes* and *Site phone 040 2* stay in the history.',
    );
  });

  it('sends nothing where the merge equals theirs', () => {
    const only = conflict({ status: 'Done' }, { status: 'On hold' });
    expect(say(only, take(emptyDraft, 'status', 'theirs', only))).toBe(
      'Nothing is sent: the **hub’s record stands** as it is. Your *Done* stays in the history.',
    );
  });

  it('names a typed value, and one that cannot be written', () => {
    const only = conflict({ status: 'Done' }, { status: 'On hold' });
    const { differing } = prepare(only);
    const type = (text: string): Draft =>
      typeColumn(emptyDraft, { column: 'status', typed: { text, how: 'typed' }, differing });
    expect(say(only, type('Paid'))).toBe(
      'After this the hub will have **Status Paid** as typed. Anna’s *On hold* stays in the history. Your *Done* stays in the history.',
    );
    expect(say(only, type('x'.repeat(30)))).toBe('**Status** cannot be written as typed.');
  });

  it('counts what it does not name', () => {
    const names = Array.from({ length: 7 }, (_, at) => `column_${at}`);
    const record = (word: string): Record<string, string> => Object.fromEntries(names.map((name) => [name, word]));
    const [model] = both.tableColumns;
    if (!model) throw new Error('no column');
    const wide: Detail = {
      ...both,
      tableColumns: names.map((name) => ({ ...model, name, isKey: false })),
      base: record('old'),
      mine: record('mine'),
      theirs: record('theirs'),
    };
    expect(say(wide, emptyDraft)).toBe('**Column 0**, **Column 1**, **Column 2** and **4 more** still need you.');
  });

  it('tells deletes in their own words', () => {
    const deletedThere = conflict(mine, null);
    const deletedHere = conflict(null, theirs);
    expect(say(deletedThere, emptyDraft)).toBe('Choose what should happen to **WO-1**.');
    expect(say(deletedThere, keepWhole(emptyDraft, 'mine'))).toBe(
      'After this the hub will have **WO-1 again**, with your **Status**, **Notes** and **Site phone**. Anna’s delete stays in the history.',
    );
    expect(say(deletedThere, keepWhole(emptyDraft, 'theirs'))).toBe(
      'After this **WO-1 is gone** here too; nothing is sent. Your *Done*, *Notes* and *Site phone 040 2* stay in the history.',
    );
    expect(say(deletedHere, keepWhole(emptyDraft, 'mine'))).toMatch(
      /^After this \*\*WO-1 is deleted\*\* on the hub as well\. Anna’s \*On hold\*/,
    );
    expect(say(deletedHere, keepWhole(emptyDraft, 'theirs'))).toBe(
      'After this you have **WO-1 again** as it is on the hub; nothing is sent. Your delete stays in the history.',
    );
  });

  it('does not pretend to know a version that the hub does not tell', () => {
    const unknown = conflict(mine, null, { theirsKnown: false, type: 'local-update/hub-update' });
    expect(say(unknown, keepWhole(emptyDraft, 'mine'))).toMatch(/^After this the hub will have \*\*your version\*\*/);
    expect(say(unknown, keepWhole(emptyDraft, 'theirs'))).toMatch(/^Nothing is sent/);
  });

  it('says the same after the click, waiting and done', () => {
    const row = { ...both.theirs, status: 'Done', site_phone: '040 2', notes: 'joined' };
    const decided: Detail = {
      ...both,
      state: 'decided',
      decision: { keep: 'merged', by: 'me', at: '2026-06-15T10:00:00.000Z', row, wrote: true },
    };
    expect(say(decided, emptyDraft, 'next')).toMatch(
      /^With the next session, 11:00, the hub gets \*\*Status Done\*\* and \*\*Site phone\*\* from you, \*\*Start\*\* from Anna/,
    );
    expect(say(decided, emptyDraft, 'had')).toMatch(/^The hub got \*\*Status Done\*\*/);
    expect(say(decided, emptyDraft, 'sent')).toMatch(/^The hub was sent .+; it has not confirmed that yet\./);
  });
});
