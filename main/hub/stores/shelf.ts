// Sessions that outlive a hub's process: kept by a store whose database several processes may serve (HB-01, W-25…W-29).

/** A session as every process finds it. */
export interface ShelvedSession {
  readonly scopeName: string;
  readonly identity: string | null;
  readonly clientId: string | null;
  /** Counts the exchanges of the session; parts and summary belong to this one (W-29). */
  readonly round: number;
  /** Null until the exchange is done. */
  readonly summary: string | null;
}

/** One round of one session. */
export interface ShelvedRound {
  readonly session: string;
  readonly round: number;
}

/** A text with its place. */
export interface ShelvedPart {
  readonly index: number;
  readonly text: string;
}

/** The shelf. Texts are the hub's own; the store does not look into them. */
export interface SessionShelf {
  /**
   * This process serves from now on; every sweep says it again. Others that keep sessions to themselves put them here first, as
   * `handOver` does when another one comes: what it leaves out is lost.
   */
  enter(handOver: () => Promise<void>): Promise<void>;
  leave(): Promise<void>;
  /** True if this process is certain to be the only one, and the shelf holds no session of that id. */
  isAlone(id: string): Promise<boolean>;
  /** Moves whenever another process may have served meanwhile; what was known for certain before is no longer. */
  term(): number;
  /** The session of that id, made where there is none. */
  open(id: string, made: Pick<ShelvedSession, 'scopeName' | 'identity' | 'round'>): Promise<ShelvedSession>;
  /** Null where there is none. One of this identity counts as used, and is tied to the client if it has none yet. */
  find(id: string, caller: Pick<ShelvedSession, 'clientId' | 'identity'>): Promise<ShelvedSession | null>;
  /** Ties a client to the session, once; false if it is another's. */
  bind(id: string, clientId: string): Promise<boolean>;
  /** A new round begins, unless another process has begun one meanwhile; its number. */
  renew(from: ShelvedRound): Promise<number>;
  drop(id: string): Promise<void>;
  /** Drops what nobody has used for so long. */
  sweep(idleMs: number): Promise<void>;
  putUpload(at: ShelvedRound, part: ShelvedPart): Promise<void>;
  /** The parts of a round but those that are here already. */
  uploads(at: ShelvedRound, here: readonly number[]): Promise<readonly ShelvedPart[]>;
  /** Keeps a part of a download; several processes may prepare one for a round, each under a name of its own. */
  putDownload(session: string, selection: string, part: ShelvedPart): Promise<void>;
  download(selection: string, index: number): Promise<string | null>;
  /** The summary of a round: this one, or that of a process that was faster (W-102). */
  finish(at: ShelvedRound, summary: string): Promise<string>;
}
