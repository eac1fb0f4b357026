// One exchange within a session: what was received, its summary, its download (W-29, W-101, W-102).

import type { Spool } from '../spool/spool.ts';
import type { SelectedCount } from '../sync/counters.ts';
import type { ClientNote } from './stores/store.ts';
import type { Summary } from './summary.ts';
import { createUploadParts, type UploadParts } from './upload-parts.ts';

/** One upload and its download; step 2 after a summary begins another (W-29). */
export interface SessionRound {
  /** Counts the rounds of its session. */
  readonly no: number;
  readonly parts: UploadParts;
  /** The summary while it is being made; a repeat waits for it (W-102). */
  finishing: Promise<Summary> | null;
  summary: Summary | null;
  /** True once the upload is in the store, even if the selection has failed since. */
  applied: boolean;
  /** What was noted of the client; the end of a good session adds that it has received everything. */
  note: ClientNote | null;
  /** What the session's snapshot held; empty where none was given. */
  fromSnapshot: readonly SelectedCount[];
  /** The prepared download; null where another process of the hub has prepared it. */
  spool: Spool | null;
  /** Its name among all processes; null where there is only one. */
  selection: string | null;
  /** True when nobody will ask for it any more. */
  closed: boolean;
}

/** A round in which nothing has come yet. */
export function openRound(spoolFolder: string, no = 1): SessionRound {
  const parts = createUploadParts(spoolFolder);
  return {
    no,
    parts,
    finishing: null,
    summary: null,
    applied: false,
    note: null,
    fromSnapshot: [],
    spool: null,
    selection: null,
    closed: false,
  };
}

/** Drops what was received and prepared. */
export async function closeRound(round: SessionRound): Promise<void> {
  round.closed = true;
  await round.parts.close();
  await round.spool?.close();
}
