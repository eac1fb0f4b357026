// What a hub tells its surroundings while it works (HB-09). Never a value of a row beyond its key, never a token.

import type { AppliedCount, SelectedCount } from '../sync/counters.ts';
import type { RefusedRow } from '../sync/orchestrator.ts';
import type { SessionOutcome } from './session-outcome.ts';

/** One thing that happened; a log or a feed may keep it. */
export type HubEvent =
  | { readonly kind: 'opened'; readonly session: string; readonly scope: string }
  | {
      readonly kind: 'exchanged';
      readonly session: string;
      readonly client: string;
      /** As a Concord client says; null where it does not. */
      readonly person: string | null;
      readonly device: string | null;
      readonly applied: readonly AppliedCount[];
      readonly selected: readonly SelectedCount[];
    }
  | {
      readonly kind: 'ended';
      readonly session: string;
      readonly error: string | null;
      readonly outcome: SessionOutcome;
    }
  /** A session of which nothing was heard for so long that it is forgotten; `outcome` is what was known of it (W-27). */
  | { readonly kind: 'lost'; readonly session: string; readonly outcome: SessionOutcome }
  /** A client that has heard less than it once had: its file is an older copy, or in use twice (L20, L21). */
  | { readonly kind: 'behind'; readonly session: string; readonly client: string }
  | { readonly kind: 'unsent'; readonly session: string; readonly rows: readonly RefusedRow[] }
  | {
      /** What a stock client has sent and dropped, and the hub does not take: it lies in the hub's error set (L9). */
      readonly kind: 'set-aside';
      readonly session: string;
      readonly client: string;
      readonly rows: readonly RefusedRow[];
    }
  | {
      readonly kind: 'failed';
      /** The session of the call, as the caller named it; absent where it was no session's. */
      readonly session?: string | undefined;
      readonly reference: string | null;
      readonly thrown: unknown;
    };
