// What a hub needs of a database. One implementation a database; none of their words stand here.

import type { HeldTable } from '../../sync/carried.ts';
import type { Row } from '../../sync/cell.ts';
import type { ChangeKind } from '../../sync/conflict.ts';
import type { AppliedCount, SelectedCount } from '../../sync/counters.ts';
import type { KeyedRow, PartInfo, RefusedRow } from '../../sync/orchestrator.ts';
import type { ScopeFilters } from '../../sync/filter.ts';
import type { Setup, TableName } from '../../sync/schema.ts';
import type { Parameter, Scope } from '../../sync/scope.ts';
import type { Spool } from '../../spool/spool.ts';
import type { ConflictRules } from '../conflict.ts';
import type { OrderBook } from './orders.ts';
import type { FiltersOrder } from './filters.ts';
import type { RefusalBook } from './refusal-book.ts';
import type { SessionShelf } from './shelf.ts';
import type { SnapshotShelf } from './snapshots.ts';
import type { TokenBook } from './token-book.ts';

/** A scope as its operator wants it: a name and a setup, kept for ever (W-65). */
export interface ScopeOrder {
  readonly name: string;
  /** Its filters are left empty: they are made of these. */
  readonly setup: Setup;
  readonly filters?: FiltersOrder;
  /** A scope of this name that was set up otherwise is set up anew: its clients must take that up (M5). */
  readonly overwrite?: boolean;
}

/** A scope as a hub serves it. */
export interface HubScope extends Scope {
  /** In the hub's own terms; a client sees them only as they travel in schema and setup. Null = every row goes. */
  readonly filters: ScopeFilters | null;
}

/** The replica that a session serves. */
export interface Sender {
  /** Client scope id (W-190). */
  readonly id: string;
  /** Hash of the parameters (W-58). */
  readonly hash: string;
  readonly parameters: readonly Parameter[];
  /** Name of the token that it uses; null without authentication (W-260). */
  readonly identity: string | null;
  readonly user: string | null;
  readonly device: string | null;
  /** True for a Concord client: it is told which rows were refused and keeps them itself (W-286). */
  readonly concord: boolean;
}

/** Uploaded rows of one table and kind; they may lie on disk until they are read. */
export interface UploadPart {
  readonly table: TableName;
  readonly kind: ChangeKind;
  readonly rows: number;
  read(): Promise<readonly Row[]>;
}

/**
 * What becomes of a row that its table refuses to the end (CONFORMANCE 8). `refuse` is the product's: the rest goes on, a
 * Concord client is told, a stock client's row is kept and tried again in its next session (W-250). The others are stock's.
 */
export type ErrorPolicy = 'refuse' | 'throw' | 'continue' | 'retry';

/** Rows of a table that were written or read, and the milliseconds that it took. */
export type OnTable = (work: { readonly table: TableName; readonly rows: number; readonly ms: number }) => void;

/** All that an apply needs; it is one transaction (W-110). */
export interface StoreUpload extends ConflictRules {
  /** The session's id: with the apply its outcome is kept under this name (W-101). */
  readonly session: string;
  readonly scope: Scope;
  readonly sender: Sender;
  /** Hub time up to which the sender knows the hub; null = not at all (W-111). */
  readonly watermark: bigint | null;
  /** True if the sender was away for longer than the hub remembers, and empties its tables after this (L9). */
  readonly forgotten?: boolean;
  readonly errorPolicy: ErrorPolicy;
  readonly parts: readonly UploadPart[];
  /** The sender's parameters, where its rows may not reach beyond their filter (W-261); null = they may. */
  readonly within: readonly Parameter[] | null;
  /** Where other sets of the sender have heard less of the hub: its parameters here, and up to when those have. */
  readonly beside: { readonly parameters: readonly Parameter[]; readonly heardUpTo: bigint } | null;
  /** Rows that could not be read (W-75); they count as failed. */
  readonly misfits: readonly RefusedRow[];
  /** Told of each part when it is done. */
  readonly onTable?: OnTable;
}

/** What an apply did. */
export interface Applied {
  readonly counts: readonly AppliedCount[];
  readonly refused: readonly RefusedRow[];
  /** Rows for which the hub kept its own, or had nothing to do (W-286). */
  readonly kept: readonly KeyedRow[];
}

/** Which rows a client is to receive (W-182). */
export interface SelectScope {
  readonly scope: Scope;
  readonly clientId: string;
  /** Hub time up to which the client knows the hub; null = not at all. */
  readonly after: bigint | null;
  /** True for a first session or a re-read: every row, whoever wrote it. */
  readonly everything: boolean;
  /** Complete and in their types; empty where the scope has no filter. */
  readonly parameters: readonly Parameter[];
  /** The client's own parameter set, so that the others can be told from it. */
  readonly hash: string;
  /** All that the client says it keeps in step; absent = those that are noted of it. */
  readonly sets?: readonly string[];
  /** What the client holds of the tables as they were at `after`; of others it is sent every row. Absent = all of them. */
  readonly held?: readonly HeldTable[];
}

/** A selection whose rows go into part texts. */
export interface SelectRequest extends SelectScope {
  readonly spool: Spool;
  readonly limitBytes: number;
  /** True if the rows go to a stock peer (W-75). */
  readonly stock: boolean;
  /** True if the authors of changes are told (W-286). */
  readonly authors: boolean;
  /** Told of each part before it is put away; throws to end the selection. */
  readonly onPart?: (part: PartInfo) => void;
  /** Told of each table when it is done. */
  readonly onTable?: OnTable;
}

/** What a selection counts. */
export interface Counted {
  /** Read in the snapshot of the selection (W-114). */
  readonly hubTime: bigint;
  readonly counts: readonly SelectedCount[];
}

/** A selection: its parts are in the spool, their authors at `authorsAt(index)`. */
export interface Selected extends Counted {
  /** What the hub time, or the last one before it that was told, is called; null = not known or not looked at. */
  readonly seal: string | null;
  readonly parts: readonly PartInfo[];
  /** Rows left out because a cell cannot travel (W-75, W-205), the first hundred of them. */
  readonly unsent: readonly RefusedRow[];
}

/** Where in the spool the authors of a part lie, as JSON; parts without told authors have none. */
export function authorsAt(index: number): number {
  return -1 - index;
}

/** A client's session as the operator sees it (HB-03); rows as the hub counts them. */
export interface SessionNote {
  /** ISO instant. */
  readonly startedAt: string;
  readonly ms: number;
  readonly mode: 'first' | 'delta' | 'reinitialize' | 'reinitialize-with-upload';
  /** Rows that came from the client, and that went to it. */
  readonly received: number;
  readonly sent: number;
  readonly conflicts: number;
  /** Rows that were not taken. */
  readonly errors: number;
  /** The client's program. */
  readonly software: string | null;
  /** `open` = its end was never heard of. */
  readonly result: 'open' | 'done' | 'failed';
}

/** What a hub notes of a client after a good session (W-193). */
export interface ClientNote {
  readonly scope: Scope;
  readonly sender: Sender;
  readonly lastSync: bigint;
  /** Hub time that it was given. */
  readonly lastHubSync: bigint;
  /** Hub time up to which it has certainly received everything; null = not told, what is known stays. */
  readonly heardUpTo: bigint | null;
  readonly session: SessionNote;
  /** Scopes that the client has given up. */
  readonly left?: readonly string[];
}

/** A client as the hub knows it, one a scope and parameter set (W-193). */
export interface ClientRow {
  readonly id: string;
  readonly scopeName: string;
  readonly hash: string;
  readonly identity: string | null;
  readonly user: string | null;
  readonly device: string | null;
  readonly lastSync: bigint | null;
  readonly lastHubSync: bigint | null;
  /** Hub time up to which it has certainly received everything: it said so, or ended that session well. */
  readonly heardUpTo: bigint | null;
  /** ISO instant of its last good session. */
  readonly syncedAt: string | null;
  readonly parameters: readonly Parameter[];
  /** Null for a client that an older Concord has noted. */
  readonly session: SessionNote | null;
}

/** What else a clean-up does. */
export interface CleanUpOrder {
  /** Clients that are struck off the list (OG-e). */
  readonly forget: readonly ClientRow[];
  readonly by: string | null;
}

/** How much a hub remembers, in entries: one a row that was changed or deleted. */
export interface TrackedCount {
  readonly all: number;
  /** Up to the hub time that was asked about; none where none was. */
  readonly upTo: number;
}

/** A clean-up that was done (HB-07). */
export interface CleanUpRow {
  /** ISO instant. */
  readonly at: string;
  readonly by: string | null;
  /** Hub time up to which nothing is remembered. */
  readonly upTo: bigint;
  readonly entries: number;
  /** Ids of the clients that were struck off. */
  readonly forgotten: readonly string[];
}

/** A hub's database. Every call may throw a ConcordError; calls may overlap. */
export interface HubStore {
  /** The database in a few words, without its path. */
  readonly label: string;
  /** Where sessions are kept for all processes that serve the database; null = they live in this process. */
  readonly shelf: SessionShelf | null;
  /** Who may call (HB-04). */
  readonly tokens: TokenBook;
  /** What the operator has ordered of clients (HB-05). */
  readonly orders: OrderBook;
  /** Refused rows of clients that keep none themselves (W-243). */
  readonly refusals: RefusalBook;
  /** Snapshots for first and re-read sessions (HB-06). */
  readonly snapshots: SnapshotShelf;
  /** The database's own id, the same wherever it is served; null as long as it serves nothing. */
  id(): string | null;
  scopes(): readonly HubScope[];
  /**
   * Takes in what other processes have changed of the scopes. True if this process is certain to be the only one and no session is
   * on the shelf.
   */
  refresh(): Promise<boolean>;
  /** Makes a scope, finds it unchanged, or sets it up anew if so ordered (W-65, W-205). Throws `database-unsuitable`; then nothing was changed. */
  provision(order: ScopeOrder): Promise<HubScope>;
  hubTime(): Promise<bigint>;
  /** False for a seal that was told by another life of this database: it was restored from a back-up since. */
  knowsSeal(seal: string): Promise<boolean>;
  /** Once a session: an upload that was applied before is only told again (W-101). */
  apply(upload: StoreUpload): Promise<Applied>;
  /** What the apply of a session did, also after a restart; null = it did not happen (W-101). */
  findApplied(session: string, clientId: string): Promise<Applied | null>;
  /** A new round begins: the outcome of the last one is dropped (W-29). */
  forgetApplied(session: string): Promise<void>;
  select(request: SelectRequest): Promise<Selected>;
  /** Counts what `select` would find (step 6). */
  estimate(request: SelectScope): Promise<Counted>;
  /** The client's rows, one a scope and parameter set. */
  findClient(id: string): Promise<readonly ClientRow[]>;
  clients(): Promise<readonly ClientRow[]>;
  /** Written soon, not at once: nothing depends on it (W-111). */
  noteClient(note: ClientNote): void;
  /** Ties a client id to the identity that used it first; false if it is another's (W-260). */
  claimClient(id: string, identity: string): Promise<boolean>;
  /** Forgets tracking up to a hub time and notes it; older clients are outdated from then on (W-197). Returns the entries dropped. */
  cleanUp(upTo: bigint, order?: CleanUpOrder): Promise<number>;
  /** Tracking entries that there are, and those of them that a clean-up up to a hub time would drop. */
  countTracked(upTo: bigint | null): Promise<TrackedCount>;
  /** What was cleaned up, newest first. */
  cleanUps(limit: number): Promise<readonly CleanUpRow[]>;
  /** Takes everything of Concord's out of the database: tracking, scopes, clients; the owner's tables stay (V6, W-208). Then only `close`. */
  deprovision(): Promise<void>;
  close(): Promise<void>;
}
