// The door between window and engine, whatever stands behind it. No logic here or in its two forms.

import type { Carrier } from '../main/window/carrier.ts';

/** What a page finds as `window.concord` in Electron, or makes for itself in a browser. */
export interface ConcordDoor {
  /** Opens a line to the engine; rejects when there is none to be had. */
  open(): Promise<Carrier>;
}
