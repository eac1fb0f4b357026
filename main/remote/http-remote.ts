// The hub as a remote orchestrator over HTTP: sequences A–F, H and K of WIRE 12.

import { randomUUID } from 'node:crypto';
import { createSpool } from '../spool/spool.ts';
import type { EndReport, HubAnswer, PartInfo, RemoteOrchestrator, UploadRequest } from '../sync/orchestrator.ts';
import { selectedTotal } from '../sync/counters.ts';
import { ConcordError } from '../sync/problem.ts';
import type { Parameter, Scope, ScopeClient } from '../sync/scope.ts';
import { syncTypeOf, type Phase, type Round } from '../sync/session.ts';
import { appliedFromWire, appliedToWire, selectedFromWire, selectedToWire } from '../wire/counters.ts';
import {
  kindFromWire,
  operationFromWire,
  policyFromWire,
  stages,
  syncTypeToWire,
  ways,
  type SyncTypeNumber,
} from '../wire/enums.ts';
import { heldToWire, keptFromWire, refusedFromWire } from '../wire/extras.ts';
import type { SyncContext } from '../wire/messages/context.ts';
import { writeEndSessionRequest } from '../wire/messages/end-session.ts';
import { readEnsureScopesResponse, writeEnsureScopesRequest } from '../wire/messages/ensure-scopes.ts';
import { readSendChangesResponse, writeGetMoreChangesRequest } from '../wire/messages/more-changes.ts';
import { readOperationResponse, writeOperationRequest } from '../wire/messages/operation.ts';
import { nothingToSend, writeSendChangesRequest } from '../wire/messages/send-changes.ts';
import { readSummaryResponse, type SummaryResponse } from '../wire/messages/summary.ts';
import { scopeFromWire, scopeToWire, unknownScopeToWire } from '../wire/schema.ts';
import { parametersToWire, scopeClientToWire } from '../wire/scope-client.ts';
import { steps, type Step } from '../wire/steps.ts';
import { isTooOld } from '../wire/versions.ts';
import type { Call, Caller } from './caller.ts';
import { createDownload } from './download.ts';
import { countedParts, streamedParts, type OutgoingPart, type Unsent } from './upload-parts.ts';

/** What a remote orchestrator is made of. */
export interface HttpRemoteOptions {
  readonly caller: Caller;
  readonly scopeName: string;
  readonly parameters: readonly Parameter[];
  readonly batchSizeKb: number;
  readonly spoolFolder: string;
  enter(phase: Phase): void;
  /** Told of each upload part that was taken: its number from 1, and how many there are or may be. */
  sent(part: number, of: number): void;
  /** Told what the hub has prepared for this replica. */
  announced(download: { readonly parts: number; readonly rows: number }): void;
  arrived(part: PartInfo): void;
  /** Told how long a reader waited until the part that it wants was here, or until the hub had heard that all are. */
  blocked(ms: number): void;
}

/** Characters kept in memory before parts go to the spool's folder. */
const memoryLimit = 8_000_000;

/** Step 14 is said, not awaited: a hub that is slow to hear it holds nobody up, a cancelled session least (W-54, FD-06). */
const farewellMs = 1000;

interface State {
  context: SyncContext;
  clientId: string | null;
  /** Step 2 was answered: there is a session that step 14 can end. */
  hasBegun: boolean;
}

/** The hub of one session. */
export function createHttpRemote(options: HttpRemoteOptions): RemoteOrchestrator {
  const { caller } = options;
  const state: State = { context: newContext(options, 0), clientId: null, hasBegun: false };
  const call: Wire['call'] = (step, body, read, more) =>
    caller.call({ step, sessionId: state.context.id, clientId: state.clientId, body, read, ...more });
  const wire: Wire = { options, state, call };
  return {
    isConcord: () => caller.isConcord(),
    async openScope(round) {
      state.context = newContext(options, typeOf(round));
      state.clientId = null;
      state.hasBegun = false;
      const answer = await call(
        steps.ensureScopes,
        writeEnsureScopesRequest({ sc: state.context }),
        readEnsureScopesResponse,
      );
      state.hasBegun = true;
      adopt(state, answer.sc);
      if (isTooOld(answer.serverscope.v ?? null))
        throw new ConcordError('hub-too-old', { version: answer.serverscope.v ?? '' });
      const { sch, s } = answer.serverscope;
      if (sch === null || s === null) throw new ConcordError('scope-unknown', { scope: options.scopeName });
      return scopeFromWire(answer.serverscope);
    },
    async getOperation(client, known) {
      state.clientId = client.id;
      state.context = { ...state.context, csid: client.id };
      const scope = known ? scopeToWire(known) : unknownScopeToWire(options.scopeName);
      const body = writeOperationRequest({ sc: state.context, scope, scopeclient: scopeClientToWire(client) });
      const { sc, so } = await call(steps.operation, body, readOperationResponse, { seal: client.seal ?? null });
      adopt(state, sc);
      return operationFromWire(so);
    },
    getSnapshot: (scope, client, round) => getSnapshot(wire, { scope, client, round }),
    sendChanges: (request) => sendChanges(wire, request),
    endSession: (report) => endSession(wire, report),
  };
}

interface Wire {
  readonly options: HttpRemoteOptions;
  readonly state: State;
  readonly call: <T>(step: Step, body: string, read: (text: string) => T, more?: CallOptions) => Promise<T>;
}

type CallOptions = Pick<Call<unknown>, 'mayRepeat' | 'signal' | 'outlivesSession' | 'seal'>;

/** W-57: a hub's own properties make the round trip; the rest of the context is this side's to say. */
function adopt(state: State, { ap }: SyncContext): void {
  if (ap) state.context = { ...state.context, ap };
}

async function getSnapshot(
  { options, state, call }: Wire,
  question: { scope: Scope; client: ScopeClient; round: Round },
): Promise<HubAnswer | null> {
  state.context = { ...withType(state.context, question.round), way: ways.upload };
  const body = writeSendChangesRequest({
    sc: state.context,
    scopeclient: null,
    ...nothingToSend,
    clst: 0n,
    scope: null,
  });
  const summary = await call(steps.summary, body, readSummaryResponse);
  adopt(state, summary.sc);
  if (!summary.bi?.parts?.length) return null;
  return toAnswer({ options, state, call }, { summary, scope: question.scope, unsent: [] });
}

async function sendChanges(wire: Wire, request: UploadRequest): Promise<HubAnswer> {
  const { options, state } = wire;
  state.context = { ...withType(state.context, request.round), way: ways.upload, stage: stages.changesSelecting };
  const spool = createSpool(options.spoolFolder, memoryLimit);
  try {
    const how = { schema: request.scope.schema, limitBytes: options.batchSizeKb * 1024 };
    const unsent: Unsent = [];
    const parts = options.caller.isConcord()
      ? streamedParts(request.upload, { ...how, options: { stock: false } }, unsent)
      : countedParts(request.upload, { ...how, options: { stock: true }, spool }, unsent);
    options.caller.wasRepeated();
    let summary: SummaryResponse | null = null;
    for await (const part of parts) {
      summary = await sendPart(wire, request, part);
      options.sent(part.index + 1, part.count);
    }
    summary ??= await sendPart(wire, request, null);
    adopt(state, summary.sc);
    if (!summary.bi) throw new ConcordError('hub-answer-broken', {}, 'the summary has no batch information');
    state.context = { ...state.context, way: ways.download };
    return toAnswer(wire, { summary, scope: request.scope, unsent });
  } finally {
    await spool.close();
  }
}

function sendPart(
  { options, state, call }: Wire,
  { client, upload, held }: UploadRequest,
  part: OutgoingPart | null,
): Promise<SummaryResponse> {
  const last = part?.last ?? true;
  if (last) options.enter('hub');
  const content =
    part === null
      ? nothingToSend
      : { bi: part.index, bc: part.counted ? part.count : 0, islb: last, changes: part.text };
  const body = writeSendChangesRequest({
    sc: state.context,
    scopeclient: scopeClientToWire(client),
    ...content,
    clst: upload.clientTime,
    scope: null,
    ...(held && last && options.caller.isConcord() && { concord: heldToWire(held) }),
  });
  // W-285: a stock hub that failed has thrown the earlier parts away and would apply a repeated last part alone.
  const mayRepeat = options.caller.isConcord() || !last || (part?.count ?? 0) < 2;
  return call(steps.sendChanges, body, readSummaryResponse, { mayRepeat });
}

function toAnswer(
  wire: Wire,
  { summary, scope, unsent }: { summary: SummaryResponse; scope: Scope; unsent: HubAnswer['unsent'] },
): HubAnswer {
  const { options, state, call } = wire;
  const parts = (summary.bi?.parts ?? [])
    .filter((part) => part.rc > 0)
    .map((part) => ({
      index: part.index,
      table: { name: part.tn, schema: part.ts ?? '' },
      kind: kindFromWire(part.state) ?? 'upsert',
      rows: part.rc,
    }));
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  assertAllAnnounced(summary, rows);
  options.announced({ parts: parts.length, rows });
  const lastIndex = (summary.bi?.parts ?? []).reduce((last, part) => Math.max(last, part.index), 0);
  const ask = (index: number): string => writeGetMoreChangesRequest({ sc: state.context, bireq: index });
  return {
    hubTime: summary.rct,
    policy: policyFromWire(summary.crp),
    selected: summary.scs ? selectedFromWire(summary.scs) : countParts(parts),
    applied: appliedFromWire(summary.cca),
    refused: refusedFromWire(scope.schema, summary.concord),
    kept: keptFromWire(scope.schema, summary.concord),
    isNarrowed: summary.concord?.narrow ?? false,
    seal: summary.concord?.seal ?? null,
    unsent,
    repeated: options.caller.wasRepeated(),
    download: () =>
      createDownload({
        parts,
        schema: scope.schema,
        stock: !options.caller.isConcord(),
        spool: createSpool(options.spoolFolder, memoryLimit),
        fetch: (index, signal) => call(steps.moreChanges, ask(index), (text) => (assertWhole(text), text), { signal }),
        release: async () => void (await call(steps.endDownload, ask(lastIndex), readSendChangesResponse)),
        arrived: (part) => options.arrived(part),
        blocked: (ms) => options.blocked(ms),
      }),
  };
}

/** I2, L5: rows that the hub has selected and no part holds would be missing here for ever. */
function assertAllAnnounced(summary: SummaryResponse, rows: number): void {
  const selected = summary.scs ? selectedTotal(selectedFromWire(summary.scs)) : rows;
  if (selected > rows) throw new ConcordError('delivery-short', {}, `${selected} rows selected, ${rows} in the parts`);
}

/** A part cut short would otherwise be noticed only when it is read, too late to ask again. */
function assertWhole(text: string): void {
  if (!/^\s*\{/.test(text) || !/\}\s*$/.test(text.slice(-100)))
    throw new ConcordError('hub-answer-broken', {}, 'a part was cut short');
}

function countParts(parts: readonly PartInfo[]): HubAnswer['selected'] {
  return parts.map((part) => ({
    table: part.table,
    upserts: part.kind === 'upsert' ? part.rows : 0,
    deletes: part.kind === 'delete' ? part.rows : 0,
  }));
}

/** W-54: told at the end of every session, failed and cancelled ones too; the hub's answer does not matter. */
async function endSession({ state, call }: Wire, report: EndReport): Promise<void> {
  if (!state.hasBegun) return;
  state.hasBegun = false;
  const body = writeEndSessionRequest({
    sc: { ...state.context, stage: stages.endSession, pp: 1 },
    st: report.started.toISOString(),
    ct: report.ended.toISOString(),
    cas: report.appliedHub && appliedToWire(report.appliedHub),
    cac: report.appliedHere && appliedToWire(report.appliedHere),
    scac: undefined,
    ccs: report.selectedHere && selectedToWire(report.selectedHere),
    scs: report.selectedHub && selectedToWire(report.selectedHub),
    exc: report.error,
  });
  const signal = AbortSignal.timeout(farewellMs);
  await call(steps.endSession, body, (text) => text, { mayRepeat: false, signal, outlivesSession: true }).catch(
    () => undefined,
  );
}

function newContext(options: HttpRemoteOptions, typ: SyncTypeNumber): SyncContext {
  return {
    id: randomUUID(),
    csid: null,
    sn: options.scopeName,
    typ: typ === 0 ? undefined : typ,
    way: undefined,
    stage: undefined,
    ps: options.parameters.length > 0 ? parametersToWire(options.parameters) : undefined,
    ap: undefined,
    pp: 0,
  };
}

/** W-118: after the plan is made, the type is in every message. */
function withType(context: SyncContext, round: Round): SyncContext {
  const typ = typeOf(round);
  return { ...context, typ: typ === 0 ? undefined : typ };
}

function typeOf(round: Round): SyncTypeNumber {
  return syncTypeToWire(syncTypeOf(round));
}
