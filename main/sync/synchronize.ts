// The one algorithm of a session (WIRE 12, A–F and K), over the two orchestrators (R-80…R-86).

import {
  appliedTotal,
  downloadBalance,
  selectedTotal,
  shortDeliveries,
  uploadBalance,
  withoutRows,
  type AppliedCount,
  type OwnBooks,
  type SelectedCount,
  type ShortDelivery,
  type SplitCount,
  type Totals,
} from './counters.ts';
import { heldRows } from './carried.ts';
import type { ApplyOutcome, Download, HubAnswer, LocalScope, Upload, UploadRequest } from './orchestrator.ts';
import { mayHalve, sendInHalves } from './halves.ts';
import type { SessionInput } from './session-input.ts';
import { ConcordError, problemFrom } from './problem.ts';
import { assertSameScope, isOutdated, type HubOperation, type Policy, type Scope } from './scope.ts';
import { planRounds, refills, uploads, type Round } from './session.ts';

/** What a session did, summed over its rounds. */
export interface SessionResult extends Totals {
  /** Null = there was no exchange. */
  readonly round: Round | null;
  /** What the hub ordered (W-121). */
  readonly ordered: HubOperation;
  /** Null = there was no exchange. */
  readonly policy: Policy | null;
  readonly conflicts: number;
  readonly equal: number;
  readonly books: OwnBooks;
  readonly keptHub: number | null;
  /** Rows unaccounted for in either direction; 0 unless something is wrong (I1, I2). Null = the hub does not tell. */
  readonly uploadBalance: number | null;
  readonly downloadBalance: number;
  readonly short: readonly ShortDelivery[];
  readonly sent: readonly SelectedCount[];
  readonly received: readonly SelectedCount[];
  readonly appliedHereBy: readonly AppliedCount[];
  readonly appliedHubBy: readonly AppliedCount[];
  readonly splitHere: readonly SplitCount[];
  readonly splitHub: readonly SplitCount[];
}

/** runs a session to its end. On failure the replica is as before its last round and the hub is told (W-54, W-112). */
export async function synchronize(input: SessionInput): Promise<SessionResult> {
  return run(input).catch((thrown: unknown) => {
    if (!mendable(thrown)) throw thrown;
    input.checkpoint();
    return run(input);
  });
}

type Mendable = 'replica-behind' | 'hub-restored';

/** What a replica can mend where it and its hub do not remember the same; null for anything else. */
function mendable(thrown: unknown): Mendable | null {
  const code = thrown instanceof ConcordError ? thrown.code : null;
  return code === 'replica-behind' || code === 'hub-restored' ? code : null;
}

/** what is done here before the session begins anew. */
async function mend({ local, mended }: SessionInput, known: LocalScope, why: Mendable): Promise<void> {
  if (why === 'replica-behind') await local.takeNewId();
  else await local.startOver(known);
  mended?.(why);
}

async function run(input: SessionInput): Promise<SessionResult> {
  const started = input.now();
  try {
    const results: SessionResult[] = [];
    const { rounds, ordered } = await runRound(input, null, results);
    for (const round of rounds.slice(1)) {
      await tellEnd(input, started, results);
      await runRound(input, round, results);
    }
    input.enter('end');
    await tellEnd(input, started, results);
    return { ...results.reduce(sum, nothing), ordered };
  } catch (thrown) {
    const error = problemFrom(thrown);
    await input.remote.endSession({ started, ended: input.now(), error: `${error.code}: ${error.message}` });
    throw thrown;
  }
}

interface Plan {
  readonly rounds: readonly Round[];
  readonly ordered: HubOperation;
}

/** one round: steps 2 to 11 and the apply. Returns the plan of the whole session. */
async function runRound(input: SessionInput, forced: Round | null, results: SessionResult[]): Promise<Plan> {
  const { remote, local } = input;
  input.enter('connect');
  const scope = await remote.openScope(forced ?? (input.type === 'reinitialize' ? 'reinitialize' : 'normal'));
  const known = await local.openScope(scope);
  if (known.wasPutBack) input.mended?.('replica-behind');
  if (known.scope) assertSameScope(known.scope, scope);
  input.checkpoint();
  input.enter('operation');
  const ordered = await remote.getOperation(known.client, known.scope).catch(async (thrown: unknown) => {
    const why = mendable(thrown);
    if (why) await mend(input, known, why);
    throw thrown;
  });
  const rounds = forced
    ? [forced]
    : planRounds({
        ...input,
        operation: ordered,
        client: known.client,
        scope,
        concordHub: remote.isConcord(),
        ...(known.carried && { carried: known.carried }),
      });
  input.checkpoint();
  if (!forced && setsAside.has(ordered)) await save(input, known);
  // what of an order is not a round.
  if (!forced && ordered === 'deprovision-and-sync') await local.renewTracking(known);
  if (!forced && ordered === 'drop-all-and-exit') await local.disconnect(known);
  const [round] = rounds;
  if (round) results.push(await exchange(input, { scope, known, round, rereadFollows: rounds.length > 1 }));
  return { rounds, ordered };
}

/** the orders by which something that waits does not go with the session. */
const setsAside: ReadonlySet<HubOperation> = new Set(['reinitialize', 'drop-all-and-sync', 'drop-all-and-exit']);

async function save({ local, saved }: SessionInput, known: LocalScope): Promise<void> {
  const unsent = await local.saveUnsent(known);
  if (unsent) saved?.(unsent);
}

interface Exchange {
  readonly scope: Scope;
  readonly known: LocalScope;
  readonly round: Round;
  readonly rereadFollows: boolean;
}

async function exchange(input: SessionInput, exchanged: Exchange): Promise<SessionResult> {
  const { known, round } = exchanged;
  const downloads: Download[] = [];
  try {
    const snapshot = await askSnapshot(input, exchanged);
    if (snapshot) await bring(added(downloads, snapshot));
    input.enter('select');
    const upload = await input.local.selectChanges(known, uploads(round));
    try {
      return await trade(input, { ...exchanged, snapshot, downloads, upload });
    } finally {
      upload.close();
    }
  } finally {
    for (const download of downloads) await download.close();
  }
}

interface Trade extends Exchange {
  readonly snapshot: HubAnswer | null;
  /** Everything that must be closed; a snapshot's stands in it already. */
  readonly downloads: Download[];
  readonly upload: Upload;
}

async function trade(input: SessionInput, parts: Trade): Promise<SessionResult> {
  const { scope, known, round, snapshot, downloads, upload } = parts;
  input.enter('upload');
  const client = watermarks(known, round, snapshot);
  const held = heldOf(parts);
  const request = { scope, client, round, upload, ...(held && { held }) };
  const answer = await input.remote.sendChanges(request).catch((thrown: unknown) => {
    if (!mayHalve(thrown, upload, input.remote.isConcord())) throw thrown;
    return sendInHalves(input, { ...request, failure: thrown });
  });
  input.checkpoint();
  const sent = withoutRows(upload.counts, answer.unsent);
  const short = delivered(input, sent, answer);
  input.enter('download');
  const changes = added(downloads, answer);
  const streams = input.local.readsWhileDownloading(round);
  if (!streams) await bring(changes);
  input.checkpoint();
  const outcome = await input.local.applyChanges({
    scope,
    client: known.client,
    round,
    answer,
    downloads,
    clientTime: upload.clientTime,
    sent,
    inserts: upload.inserts ?? [],
    // what fell short goes once more; a second time, without any repeat, it is the hub's way of counting (W-285).
    moveWatermark:
      (short.length === 0 || (known.fellShort && !answer.repeated)) && !(parts.rereadFollows && hidesRefusals(answer)),
    concordHub: input.remote.isConcord(),
    ...(known.carried && { carried: known.carried }),
    finish: () => (streams ? changes.end() : Promise.resolve()),
  });
  return result({ round, sent, answer, outcome, snapshot, short });
}

/** a hub that has forgotten deletes since then sends everything. */
function heldOf({ scope, known }: Exchange): UploadRequest['held'] | null {
  if (!known.carried) return null;
  const held = heldRows(known.carried);
  const forgotten = isOutdated({ ...known.client, isNew: false, lastHubSync: held.hubTime }, scope);
  return forgotten ? { ...held, tables: [] } : held;
}

async function askSnapshot(input: SessionInput, { scope, known, round }: Exchange): Promise<HubAnswer | null> {
  if (round === 'normal' || known.carried) return null;
  // After a snapshot a stock hub leaves out what this replica itself wrote since: it knows it by its id.
  if (round === 'anew' && !input.remote.isConcord()) return null;
  input.enter('snapshot');
  return input.remote.getSnapshot(scope, known.client, round);
}

/** A download is noted before anything is asked of it, so that it is closed whatever happens. */
function added(downloads: Download[], answer: HubAnswer): Download {
  const download = answer.download();
  downloads.push(download);
  return download;
}

/**
 * unless the file is new, everything is here before the replica's lock is taken (Decisions 9). A snapshot always is
 * before the upload: afterwards the hub's parts are those of the changes (W-122).
 */
async function bring(download: Download): Promise<void> {
  await download.complete();
  await download.end();
}

/** a re-read sends empty watermarks; after a snapshot the hub's is the snapshot's (W-118, W-119, W-122). */
function watermarks(known: LocalScope, round: Round, snapshot: HubAnswer | null): LocalScope['client'] {
  const { client } = known;
  if (snapshot) return { ...client, isNew: false, lastSync: null, lastHubSync: snapshot.hubTime };
  if (!refills(round)) return client;
  return { ...client, isNew: client.isNew || round === 'anew', lastSync: null, lastHubSync: null };
}

/** a Concord hub accounts for every row, so a shortfall there is a broken answer; a stock hub's is told (W-285). */
function delivered(input: SessionInput, sent: readonly SelectedCount[], answer: HubAnswer): readonly ShortDelivery[] {
  const short = shortDeliveries(sent, answer.applied);
  if (short.length > 0 && input.remote.isConcord())
    throw new ConcordError('hub-answer-broken', {}, JSON.stringify(short));
  return short;
}

/** the re-read would drop such rows unseen; while they are pending it sets them aside and compares them (L6, OG-d). */
function hidesRefusals(answer: HubAnswer): boolean {
  return answer.refused === null && appliedTotal(answer.applied, 'failed') > 0;
}

interface RoundParts {
  readonly round: Round;
  readonly sent: readonly SelectedCount[];
  readonly answer: HubAnswer;
  readonly outcome: ApplyOutcome;
  readonly snapshot: HubAnswer | null;
  readonly short: readonly ShortDelivery[];
}

function result({ round, sent, answer, outcome, snapshot, short }: RoundParts): SessionResult {
  const received = [...(snapshot?.selected ?? []), ...answer.selected];
  const totals: Totals = {
    uploaded: selectedTotal(sent),
    downloaded: selectedTotal(received),
    appliedHub: appliedTotal(answer.applied, 'applied'),
    appliedHere: appliedTotal(outcome.applied, 'applied'),
    failedHub: appliedTotal(answer.applied, 'failed'),
    failedHere: appliedTotal(outcome.applied, 'failed'),
    resolvedHub: appliedTotal(answer.applied, 'resolved'),
    resolvedHere: appliedTotal(outcome.applied, 'resolved'),
  };
  const keptHub = answer.kept?.length ?? null;
  return {
    ...totals,
    round,
    ordered: 'normal',
    policy: answer.policy,
    conflicts: outcome.conflicts,
    equal: outcome.equal,
    books: { kept: outcome.kept, ignored: outcome.ignored, retried: outcome.retried },
    keptHub,
    uploadBalance: keptHub === null ? null : uploadBalance(totals, keptHub),
    downloadBalance: downloadBalance(totals, outcome),
    short,
    sent,
    received,
    appliedHereBy: outcome.applied,
    appliedHubBy: answer.applied,
    splitHere: outcome.splitHere ?? [],
    splitHub: outcome.splitHub ?? [],
  };
}

async function tellEnd(input: SessionInput, started: Date, results: readonly SessionResult[]): Promise<void> {
  const last = results.at(-1);
  await input.remote.endSession({
    started,
    ended: input.now(),
    ...(last && {
      appliedHub: last.appliedHubBy,
      appliedHere: last.appliedHereBy,
      selectedHere: last.sent,
      selectedHub: last.received,
    }),
  });
}

/** A session without any exchange. */
const nothing: SessionResult = {
  uploaded: 0,
  downloaded: 0,
  appliedHub: 0,
  appliedHere: 0,
  failedHub: 0,
  failedHere: 0,
  resolvedHub: 0,
  resolvedHere: 0,
  round: null,
  ordered: 'normal',
  policy: null,
  conflicts: 0,
  equal: 0,
  books: { kept: 0, ignored: 0, retried: 0 },
  keptHub: 0,
  uploadBalance: 0,
  downloadBalance: 0,
  short: [],
  sent: [],
  received: [],
  appliedHereBy: [],
  appliedHubBy: [],
  splitHere: [],
  splitHub: [],
};

/** the rounds of one session read as one (W-281). */
function sum(a: SessionResult, b: SessionResult): SessionResult {
  const add = (x: number | null, y: number | null): number | null => (x === null || y === null ? null : x + y);
  return {
    ...b,
    uploaded: a.uploaded + b.uploaded,
    downloaded: a.downloaded + b.downloaded,
    appliedHub: a.appliedHub + b.appliedHub,
    appliedHere: a.appliedHere + b.appliedHere,
    failedHub: a.failedHub + b.failedHub,
    failedHere: a.failedHere + b.failedHere,
    resolvedHub: a.resolvedHub + b.resolvedHub,
    resolvedHere: a.resolvedHere + b.resolvedHere,
    conflicts: a.conflicts + b.conflicts,
    equal: a.equal + b.equal,
    books: {
      kept: a.books.kept + b.books.kept,
      ignored: a.books.ignored + b.books.ignored,
      retried: a.books.retried + b.books.retried,
    },
    keptHub: add(a.keptHub, b.keptHub),
    uploadBalance: add(a.uploadBalance, b.uploadBalance),
    downloadBalance: a.downloadBalance + b.downloadBalance,
    short: [...a.short, ...b.short],
    sent: [...a.sent, ...b.sent],
    received: [...a.received, ...b.received],
    appliedHereBy: [...a.appliedHereBy, ...b.appliedHereBy],
    appliedHubBy: [...a.appliedHubBy, ...b.appliedHubBy],
    splitHere: [...a.splitHere, ...b.splitHere],
    splitHub: [...a.splitHub, ...b.splitHub],
  };
}
