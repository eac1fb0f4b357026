// What each order means for a client, in a sentence (HB-05, SF-06).

import type { HubOperation } from '../sync/scope.ts';

/** The orders with a line of help each; `none` takes back what is open. */
export const orderAbouts: Readonly<Record<OrderWord, string>> = {
  none: 'Takes back what was ordered and not yet obeyed.',
  reinitialize: 'Has clients read everything anew, without sending first.',
  'reinitialize-with-upload': 'Has clients send what waits, then read everything anew.',
  'drop-all-and-sync': 'Has clients drop their data and tracking and begin anew.',
  'drop-all-and-exit': 'Has clients drop their tracking and stop until a person begins anew.',
  'deprovision-and-sync': 'Has clients make their triggers anew.',
  abort: 'Ends the next session of clients at its beginning.',
};

/** An order as it is typed. */
export type OrderWord = Exclude<HubOperation, 'normal'> | 'none';

/** What clients of either kind lose by it; null = nothing. */
export const orderLosses: Readonly<Record<OrderWord, string | null>> = {
  none: null,
  reinitialize:
    'A .NET client loses what it has not sent; a Concord client keeps it in its inbox, to be decided there.',
  'reinitialize-with-upload': null,
  'drop-all-and-sync':
    'A Concord client keeps what it has not sent in its inbox; a .NET client is told to re-read with upload instead.',
  'drop-all-and-exit':
    'A .NET client never sends what it has not sent so far; a Concord client keeps it waiting, and works offline from then on.',
  'deprovision-and-sync': null,
  abort: null,
};
