// Facts beside the dictionary's fields: what an event of one kind tells more, by the level from which it is told (TL-11).

/** Facts that go with some events, in the order of the columns of a CSV file; each kind is told from its own level on (TL-11). */
export const factNames = {
  ids: [
    'trigger',
    'outcome',
    'uploaded',
    'downloaded',
    'conflicts',
    'failed',
    'requests',
    'repeats',
    'inserted',
    'modified',
    'deleted',
    'unchanged',
    'conflicted',
    'skipped',
    'step',
    'side',
    'conflictType',
    'kept',
    'state',
    'operation',
    'tries',
    'connectivity',
    'before',
    'clientId',
    'upserted',
  ],
  names: ['columns', 'theirUser', 'theirDevice'],
  values: ['key', 'base', 'mine', 'theirs'],
} as const;

/** Facts that name a person or a device. */
export const personalFacts: Readonly<Record<string, 'person' | 'device'>> = {
  theirUser: 'person',
  theirDevice: 'device',
};
