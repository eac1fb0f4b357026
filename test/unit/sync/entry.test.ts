// The life of an inbox entry: every state against every event.

import { describe, expect, it } from 'vitest';
import {
  entryStates,
  isOpen,
  isUndecided,
  nextState,
  type EntryEvent,
  type EntryState,
} from '../../../main/sync/entry.ts';

const events: readonly EntryEvent[] = [
  'decide',
  'send-unproved',
  'prove',
  'hub-changed',
  'refuse',
  'take-back',
  'compensate',
  'became-equal',
];

/** Rows: the event; columns: the states of CF-04 in their order. `-` = the event means nothing. */
const table: Readonly<Record<EntryEvent, string>> = {
  //                 undecided  decided    sent       confirmed  reopened   undone     parked
  decide: '          decided    -          -          -          decided    decided    decided',
  'send-unproved': ' -          sent       -          -          -          -          -',
  prove: '           -          confirmed  confirmed  -          -          -          -',
  'hub-changed': '   undecided  reopened   reopened   -          reopened   -          reopened',
  refuse: '          -          parked     parked     -          -          -          -',
  'take-back': '     -          undecided  -          -          -          -          -',
  compensate: '      -          undone     undone     undone     -          -          -',
  'became-equal': '  confirmed  confirmed  confirmed  -          confirmed  -          confirmed',
};

const moves = events.flatMap((event) =>
  table[event]
    .trim()
    .split(/\s+/)
    .map((next, at): [EntryState, EntryEvent, string] => [entryStates[at] ?? 'parked', event, next]),
);

describe('states', () => {
  it('R-50 CF-04 are seven, in the order of a normal life', () => {
    expect(entryStates).toEqual(['undecided', 'decided', 'sent', 'confirmed', 'reopened', 'undone', 'parked']);
    expect(moves).toHaveLength(entryStates.length * events.length);
  });

  it.each(moves)('R-50 CF-04 %s, %s: %s', (state, event, next) => {
    expect(nextState(state, event) ?? '-').toBe(next);
  });

  const never = events.filter((event) => event !== 'decide');
  it.each(never)('R-50 SF-05 P7 %s never decides what waits for a person', (event) => {
    for (const state of ['undecided', 'reopened'] as const)
      expect(['decided', 'sent', 'undone', 'parked']).not.toContain(nextState(state, event));
  });

  it('R-50 RS-19 every state in which something was decided has a way back', () => {
    for (const state of ['decided', 'sent', 'confirmed'] as const)
      expect(nextState(state, 'compensate')).toBe('undone');
    expect(nextState('undone', 'decide')).toBe('decided');
    expect(nextState('parked', 'decide')).toBe('decided');
  });

  it.each([
    ['undecided', true, true],
    ['decided', false, true],
    ['sent', false, true],
    ['confirmed', false, false],
    ['reopened', true, true],
    ['undone', false, false],
    ['parked', false, true],
  ] as [EntryState, boolean, boolean][])('R-51 R-52 CF-04 %s: undecided %s, open %s', (state, undecided, open) => {
    expect([isUndecided(state), isOpen(state)]).toEqual([undecided, open]);
  });

  it('R-52 P12 a newer hub row means something in every open state and in no other', () => {
    for (const state of entryStates) expect(nextState(state, 'hub-changed') !== null).toBe(isOpen(state));
  });
});
