// The two sides of a session as interfaces: the replica's (local) and the hub's (remote) orchestrator.
// The remote one is met in process (main/hub) or over HTTP (main/remote); the algorithm cannot tell.

import type { Row } from './cell.ts';
import type { Carried, HeldRows } from './carried.ts';
import type { ChangeKind } from './conflict.ts';
import type { AppliedCount, OwnBooks, SelectedCount, SplitCount } from './counters.ts';
import type { TableName } from './schema.ts';
import type { HubOperation, Policy, Scope, ScopeClient } from './scope.ts';
import type { Round } from './session.ts';

/** Rows of one table and kind, in the table's order of synchronised columns; deleted rows carry only their key. */
export interface RowBatch {
  readonly table: TableName;
  readonly kind: ChangeKind;
  readonly rows: readonly Row[];
  /** Who made the change of each row, where the hub tells (W-286). */
  readonly by?: readonly (Author | null)[];
}

/** Who changed a row: person, device, ISO instant; each may be unknown. */
export interface Author {
  readonly user: string | null;
  readonly device: string | null;
  readonly at: string | null;
  /** Of a delete: the record is still on the hub, it left the replica's filter (R-28, PR-06). Told by a Concord hub. */
  readonly left?: true;
}

/** A row of an upload named by its key. */
export interface KeyedRow {
  readonly table: TableName;
  readonly key: Row;
}

/** A row that the hub could not store, with its reason (W-286). */
export interface RefusedRow extends KeyedRow {
  readonly kind: ChangeKind;
  readonly code: string;
  readonly message: string;
  /** The column at fault, where the hub names it. */
  readonly column?: string;
  /** The hub stopped whole uploads until the row was found to be at fault alone: no second session need prove it (ER-07). */
  readonly isAlone?: boolean;
}

/** What the replica offers in a session. `batches` begins anew each time. */
export interface Upload {
  /** Replica time that becomes the new watermark (`clst`). */
  readonly clientTime: bigint;
  readonly counts: readonly SelectedCount[];
  /** How many of a table's offered rows are new. */
  readonly inserts?: readonly { readonly table: TableName; readonly rows: number }[];
  batches(): AsyncIterable<RowBatch>;
  /** Whether an offered record is one that the hub has never had; absent where the replica cannot tell. */
  isNew?(row: KeyedRow): boolean;
  close(): void;
}

/** One part of a download, as announced. */
export interface PartInfo {
  readonly index: number;
  readonly table: TableName;
  readonly kind: ChangeKind;
  readonly rows: number;
}

/** A prepared download. Parts may be read in any order and repeatedly until `close`. */
export interface Download {
  readonly parts: readonly PartInfo[];
  /** Brings every part here, so that reading needs no hub any more. */
  complete(): Promise<void>;
  read(part: PartInfo): Promise<RowBatch>;
  /** Tells the hub that all parts have arrived (step 11). */
  end(): Promise<void>;
  close(): Promise<void>;
}

/** The hub's answer to an upload, or to the question for a snapshot. */
export interface HubAnswer {
  /** Hub time of this session; becomes the replica's hub watermark. */
  readonly hubTime: bigint;
  readonly policy: Policy;
  readonly selected: readonly SelectedCount[];
  readonly applied: readonly AppliedCount[];
  /** Uploaded rows that the hub refused or for which it kept its own; null where the hub does not tell. */
  readonly refused: readonly RefusedRow[] | null;
  readonly kept: readonly KeyedRow[] | null;
  /** Rows that were not sent, since a cell of theirs cannot travel (W-75). */
  readonly unsent: readonly RefusedRow[];
  /** True if a call of the upload had to be repeated. */
  readonly repeated: boolean;
  /** True if the hub has left out what the replica said that it holds. */
  readonly isNarrowed?: boolean;
  /** What the hub calls its time; null = not told, what is known goes on. */
  readonly seal?: string | null;
  download(): Download;
}

/** What is sent with an upload. */
export interface UploadRequest {
  readonly scope: Scope;
  readonly client: ScopeClient;
  readonly round: Round;
  readonly upload: Upload;
  /** What a replica that moves here from other scopes holds already. */
  readonly held?: HeldRows;
}

/** The counters that close a session (step 14). */
export interface EndReport {
  readonly started: Date;
  readonly ended: Date;
  readonly error?: string;
  readonly appliedHub?: readonly AppliedCount[];
  readonly appliedHere?: readonly AppliedCount[];
  readonly selectedHere?: readonly SelectedCount[];
  readonly selectedHub?: readonly SelectedCount[];
}

/** The hub as a session sees it. Every call may throw a ConcordError. */
export interface RemoteOrchestrator {
  /** Starts a round (step 2): the hub's scope. Each round is a session of its own to the hub. */
  openScope(round: Round): Promise<Scope>;
  /** Step 13. `known` is the replica's own scope row, null before its first session. */
  getOperation(client: ScopeClient, known: Scope | null): Promise<HubOperation>;
  /** Step 10; null = no snapshot. */
  getSnapshot(scope: Scope, client: ScopeClient, round: Round): Promise<HubAnswer | null>;
  /** Steps 4: sends every batch, lets the hub apply and select. */
  sendChanges(request: UploadRequest): Promise<HubAnswer>;
  /** Step 14; never throws for the hub's answer. */
  endSession(report: EndReport): Promise<void>;
  /** True once the hub has shown itself as Concord's. */
  isConcord(): boolean;
}

/** What was waiting when the hub's order came, as it lies beside the replica (HB-05). */
export interface SavedUnsent {
  readonly file: string;
  readonly records: number;
}

/** What the replica knows before a session. */
export interface LocalScope {
  readonly client: ScopeClient;
  /** The scope as last agreed; null before the first session. */
  readonly scope: Scope | null;
  /** The previous session fell short in the same way (W-285): this time the watermark moves all the same. */
  readonly fellShort: boolean;
  /** Set where this scope stands in for others of the replica, from its first session on. */
  readonly carried?: Carried;
  /** The file was replaced by an older copy since its last session, and goes on as a client of its own. */
  readonly wasPutBack?: boolean;
}

/** All that an apply needs; it is one transaction (W-178). */
export interface ApplyRequest {
  readonly scope: Scope;
  readonly client: ScopeClient;
  readonly round: Round;
  readonly answer: HubAnswer;
  /** A snapshot's download comes before the changes since (W-122). */
  readonly downloads: readonly Download[];
  readonly clientTime: bigint;
  readonly sent: readonly SelectedCount[];
  /** How many of the offered rows are new, by table. */
  readonly inserts: NonNullable<Upload['inserts']>;
  /** False keeps the replica's watermark, so that everything is sent again. */
  readonly moveWatermark: boolean;
  readonly concordHub: boolean;
  /** The scopes that this one stands in for, in its first round. */
  readonly carried?: Carried;
  /** Called when every part has been read, before the commit. */
  finish(): Promise<void>;
}

/** What an apply did. */
export interface ApplyOutcome extends OwnBooks {
  readonly applied: readonly AppliedCount[];
  /** Entries raised or reopened. */
  readonly conflicts: number;
  /** Rows equal on both sides after all (CF-12). */
  readonly equal: number;
  /** What was new here, and on the hub of what it took; absent where the replica does not tell. */
  readonly splitHere?: readonly SplitCount[];
  readonly splitHub?: readonly SplitCount[];
}

/** The replica as a session sees it. */
export interface LocalOrchestrator {
  openScope(hub: Scope): Promise<LocalScope>;
  /** Takes the replica time and offers the waiting rows; with `send: false` the time only. */
  selectChanges(scope: LocalScope, send: boolean): Promise<Upload>;
  applyChanges(request: ApplyRequest): Promise<ApplyOutcome>;
  /** Order 16 (W-121): the triggers are dropped and made anew; what waits stays. */
  renewTracking(scope: LocalScope): Promise<void>;
  /**
   * Order 8 (W-121): the scope is forgotten and nothing is tracked any more. Rows, what waits and what is undecided stay, and
   * the next session is a first one that finds them (L11).
   */
  disconnect(scope: LocalScope): Promise<void>;
  /** as `disconnect`, but the first session that follows here leaves a change waiting whose base the hub holds. */
  startOver(scope: LocalScope): Promise<void>;
  /** writes what waits in the scope's tables to a file of its own; null = nothing waits. */
  saveUnsent(scope: LocalScope): Promise<SavedUnsent | null>;
  /** the file goes on as a client of its own; its tables, watermarks and all that waits stay as they are. */
  takeNewId(): Promise<void>;
  /** True if the apply may read the download while it arrives: the file is new, nobody works in it (Decisions 9). */
  readsWhileDownloading(round: Round): boolean;
}
