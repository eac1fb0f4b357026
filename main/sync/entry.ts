// The life of an inbox entry (CF-04, Decisions 11–14): which state may follow which, and why.

/** The states of CF-04, in the order of a normal life. */
export const entryStates = ['undecided', 'decided', 'sent', 'confirmed', 'reopened', 'undone', 'parked'] as const;

/** One state of an inbox entry. */
export type EntryState = (typeof entryStates)[number];

/** What can happen to an entry. */
export type EntryEvent =
  'decide' | 'send-unproved' | 'prove' | 'hub-changed' | 'refuse' | 'take-back' | 'compensate' | 'became-equal';

const moves: Readonly<Record<EntryEvent, Partial<Record<EntryState, EntryState>>>> = {
  decide: { undecided: 'decided', reopened: 'decided', undone: 'decided', parked: 'decided' },
  'send-unproved': { decided: 'sent' },
  prove: { decided: 'confirmed', sent: 'confirmed' },
  'hub-changed': {
    undecided: 'undecided',
    reopened: 'reopened',
    decided: 'reopened',
    sent: 'reopened',
    parked: 'reopened',
  },
  refuse: { decided: 'parked', sent: 'parked' },
  'take-back': { decided: 'undecided' },
  compensate: { decided: 'undone', sent: 'undone', confirmed: 'undone' },
  'became-equal': {
    undecided: 'confirmed',
    reopened: 'confirmed',
    decided: 'confirmed',
    sent: 'confirmed',
    parked: 'confirmed',
  },
};

/** the state that follows; null where the event means nothing in this state. */
export function nextState(state: EntryState, event: EntryEvent): EntryState | null {
  return moves[event][state] ?? null;
}

/** an entry that waits for a person. Reopened ones count and list as undecided (CF-04). */
export function isUndecided(state: EntryState): boolean {
  return state === 'undecided' || state === 'reopened';
}

/** an entry that still stands for its key: a newer hub row joins it instead of opening another (Decisions 11). */
export function isOpen(state: EntryState): boolean {
  return state !== 'confirmed' && state !== 'undone';
}
