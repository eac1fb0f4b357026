// Who calls, as a door saw it: the hub believes nothing else (W-25, W-259, W-286).

import type { ConcordAgent } from '../wire/agent-header.ts';
import type { Pinned } from './stores/token-book.ts';

/** One call's sender. */
export interface Caller {
  readonly sessionId: string;
  readonly scopeName: string;
  /** Name of the token used; null where the hub asks for none. */
  readonly identity: string | null;
  /** Values that the token gives its holder's parameters; null = none (W-261). */
  readonly pinned: Pinned | null;
  /** Client scope id of the call's header; null while the client has none (step 2). */
  readonly clientId: string | null;
  /** Null for a stock client. */
  readonly agent: ConcordAgent | null;
  /** What it is and its version, for the operator's list (HB-03); null = not told. */
  readonly software: string | null;
}
