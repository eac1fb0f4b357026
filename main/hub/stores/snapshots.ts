// Snapshots of a scope as a store keeps them (HB-06, W-122): parts first, and given out once all of them are there.

import type { SelectedCount } from '../../sync/counters.ts';
import type { PartInfo } from '../../sync/orchestrator.ts';

/** Rows as a stock peer reads them, or as Concord does (W-75). */
export type SnapshotForm = 'stock' | 'concord';

/** What one form of a snapshot holds. */
export interface SnapshotContent {
  /** Every change up to this hub time is in it, none after it. */
  readonly hubTime: bigint;
  readonly counts: readonly SelectedCount[];
  readonly parts: readonly PartInfo[];
  readonly bytes: number;
  /** Where its parts lie: forms that do not differ are kept once. */
  readonly storedAs: SnapshotForm;
}

/** Whose snapshot it is: a scope and a parameter set, spelt in one way. */
export interface SnapshotOf {
  readonly scopeName: string;
  /** JSON of the parameters in the scope's order and types (L15). */
  readonly parameters: string;
}

/** Both forms. */
export type SnapshotForms = Readonly<Record<SnapshotForm, SnapshotContent>>;

/** A whole snapshot. */
export interface SnapshotRow extends SnapshotOf {
  readonly no: number;
  /** ISO instant. */
  readonly madeAt: string;
  readonly by: string | null;
  readonly forms: SnapshotForms;
  /** Sessions that were given it, and when the last one was. */
  readonly used: number;
  readonly usedAt: string | null;
}

/** A part's place. */
export interface SnapshotPart {
  readonly no: number;
  readonly form: SnapshotForm;
  readonly index: number;
}

/** A snapshot that a session reads. */
export interface SnapshotUse {
  readonly no: number;
  readonly form: SnapshotForm;
}

/** The snapshots of a hub's database. */
export interface SnapshotShelf {
  /** Begins one that nobody sees yet; its number. What earlier programs have left unfinished goes. */
  begin(of: SnapshotOf & { readonly by: string | null }): Promise<number>;
  put(at: SnapshotPart, text: string): Promise<void>;
  /** Drops the parts of a form that turned out to be the same as the other. */
  drop(no: number, form: SnapshotForm): Promise<void>;
  /** It is whole and given out from now on. */
  finish(no: number, forms: SnapshotForms): Promise<void>;
  /** Whole ones, newest first. */
  list(): Promise<readonly SnapshotRow[]>;
  /** One by its number, also one that was deleted and is still read. */
  find(no: number): Promise<SnapshotRow | null>;
  /** Gives it to a session; false if it was deleted meanwhile. */
  take(session: string, use: SnapshotUse): Promise<boolean>;
  /** What a session was given; null = nothing. */
  taken(session: string): Promise<SnapshotUse | null>;
  /** The session does not need it any more. */
  giveBack(session: string): Promise<void>;
  /** Null for a part that is not there. */
  part(at: SnapshotPart): Promise<string | null>;
  /** Gives it out to nobody else; its parts go when no session reads them any more. False for one that is not there. */
  remove(no: number): Promise<boolean>;
}

/** Hours after which a session that was given a snapshot no longer holds it. */
export const useHours = 24;

/** Forms as a text. */
export function formsToText(forms: SnapshotForms): string {
  return JSON.stringify(forms, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
}

/** Forms of such a text. */
export function formsFromText(text: string): SnapshotForms {
  return JSON.parse(text, (name, value: unknown) =>
    name === 'hubTime' && typeof value === 'string' ? BigInt(value) : value,
  ) as SnapshotForms;
}

/** True if that process of this computer is still there. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM';
  }
}
