// What the two outcomes are called, where one side has no record (RS-06).

import type { Prepared } from './comparison.ts';
import type { Shape } from './detail.ts';

/** Names in the catalogue of what keeping mine and keeping theirs do. */
export interface OutcomeNames {
  readonly mine: string;
  readonly theirs: string;
}

const names: Readonly<Record<Shape, OutcomeNames | null>> = {
  'both-changed': null,
  'both-added': null,
  'deleted-there': { mine: 'restore', theirs: 'accept-delete' },
  'deleted-here': { mine: 'delete-too', theirs: 'take-back' },
  'gone-there': { mine: 'send-again', theirs: 'remove-here' },
  'theirs-unknown': { mine: 'overwrite', theirs: 'leave' },
};

/** The names; both *decide* where columns are merged. */
export function outcomeNames({ shape, versions }: Pick<Prepared, 'shape' | 'versions'>): OutcomeNames {
  const own = names[shape] ?? { mine: 'decide', theirs: 'decide' };
  return shape === 'theirs-unknown' && !versions.mine ? { ...own, mine: 'overwrite-deleted' } : own;
}
