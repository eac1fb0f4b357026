// What an example of a call is made of.

import type { CallInput, CallName } from '../../../main/window/contract.ts';
import type { WindowDesk } from './desk.ts';

/** A call that a window could make, and what comes of it. */
export interface Example<N extends CallName> {
  readonly input: CallInput<N>;
  /** What the answer must hold. */
  readonly answer: unknown;
  /** What must be true afterwards. */
  readonly later?: (desk: WindowDesk) => Promise<void> | void;
}
