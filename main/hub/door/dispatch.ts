// From one call's headers and body to the body of its answer: the table of steps (W-48, W-49, W-149).

import { ConcordError } from '../../sync/problem.ts';
import { syncTypeFromWire } from '../../wire/enums.ts';
import { heldFromWire } from '../../wire/extras.ts';
import { bodyHash, sameHash } from '../../wire/hash.ts';
import type { RequestHeaders } from '../../wire/headers.ts';
import type { SyncContext } from '../../wire/messages/context.ts';
import { readEndSessionRequest, writeEndSessionResponse } from '../../wire/messages/end-session.ts';
import { readEnsureScopesRequest } from '../../wire/messages/ensure-scopes.ts';
import { readGetMoreChangesRequest } from '../../wire/messages/more-changes.ts';
import { readSendChangesRequest, type SendChangesRequest } from '../../wire/messages/send-changes.ts';
import { readRemoteTimestampRequest, writeRemoteTimestampResponse } from '../../wire/messages/timestamp.ts';
import { RequestProblem } from '../../wire/request-problem.ts';
import { parametersFromWire, scopeClientFromWire } from '../../wire/scope-client.ts';
import { steps } from '../../wire/steps.ts';
import { isTooOld } from '../../wire/versions.ts';
import type { Caller } from '../caller.ts';
import { findScope } from '../find-scope.ts';
import type { Hub } from '../hub.ts';
import type { Pinned } from '../stores/token-book.ts';
import {
  createScopeWriter,
  endDownloadAnswer,
  estimateAnswer,
  noSnapshotAnswer,
  operationAnswer,
  partAnswer,
  partTakenAnswer,
  snapshotAnswer,
  summaryAnswer,
  type Told,
} from './answers.ts';
import { readKnownClient, uploadPart } from './requests.ts';

/** One call over HTTP. */
export interface Call {
  readonly headers: RequestHeaders;
  readonly body: Buffer;
  readonly identity: string | null;
  readonly pinned: Pinned | null;
}

/** Answers calls; throws a RequestProblem or a ConcordError. */
export type Dispatch = (call: Call) => Promise<string>;

interface Step {
  readonly text: string;
  readonly batchKb: number;
  readonly callerOf: (sc: SyncContext) => Caller;
  readonly told: (caller: Caller) => Told;
}

/** The steps of a hub behind its HTTP door. */
export function createDispatch(hub: Hub): Dispatch {
  const table = createTable(hub);
  return async ({ headers, body, identity, pinned }) => {
    assertSpeaks(headers, body);
    const work = table.get(headers.step);
    if (!work) throw new RequestProblem('request-broken', 'ArgumentNullException', `There is no step ${headers.step}.`);
    const { sessionId, scopeName, clientScopeId, concordAgent: agent } = headers;
    // One that was added lately may have been asked for by another process of the hub.
    if (!findScope(hub.scopes(), scopeName)) await hub.store.refresh();
    return work({
      text: body.toString('utf8'),
      batchKb: headers.batchSizeKb,
      // A header that is empty leaves the client's id to the context (W-124).
      callerOf: ({ csid }) => ({
        sessionId,
        scopeName,
        identity,
        pinned,
        agent,
        clientId: clientScopeId ?? csid,
        software: softwareOf(headers),
      }),
      told: (caller) => ({ caller, schema: schemaOf(hub, scopeName) }),
    });
  };
}

function softwareOf({ concordAgent, version }: RequestHeaders): string | null {
  if (concordAgent) return `Concord ${concordAgent.app ?? ''}`.trimEnd();
  return version === null ? null : `Dotmim.Sync ${version}`;
}

/** W-03, W-17, W-33. */
function assertSpeaks({ version, hash, converter }: RequestHeaders, body: Buffer): void {
  if (isTooOld(version)) {
    const message = 'This hub speaks Dotmim.Sync 1.0 to 1.3; please upgrade the client.';
    throw new RequestProblem('header-invalid', 'InvalidDatabaseVersionException', message);
  }
  if (converter !== null)
    throw new RequestProblem(
      'header-invalid',
      'HttpConverterNotConfiguredException',
      `There is no converter ${converter} here.`,
    );
  if (hash !== null && !sameHash(hash, bodyHash(body)))
    throw new RequestProblem('request-broken', 'SyncHashException', 'The body does not have the hash of its header.');
}

function schemaOf(hub: Hub, scopeName: string): Told['schema'] {
  const scope = findScope(hub.scopes(), scopeName);
  if (!scope) throw new ConcordError('scope-unknown', { scope: scopeName });
  return scope.schema;
}

type Work = (step: Step) => Promise<string>;

function createTable(hub: Hub): ReadonlyMap<number, Work> {
  return new Map<number, Work>([
    [steps.ensureScopes, openScope(hub, createScopeWriter())],
    [steps.operation, (step) => giveOperation(hub, step)],
    [steps.summary, (step) => giveSnapshot(hub, step)],
    [steps.sendChanges, (step) => takeChanges(hub, step)],
    [steps.estimate, (step) => estimate(hub, step)],
    [steps.moreChanges, (step) => givePart(hub, step)],
    [steps.endDownload, (step) => endDownload(hub, step)],
    [steps.timestamp, (step) => giveTime(hub, step)],
    [steps.endSession, (step) => endSession(hub, step)],
  ]);
}

function openScope({ steps: core }: Hub, write: ReturnType<typeof createScopeWriter>): Work {
  return async ({ text, callerOf }) => {
    const { sc } = readEnsureScopesRequest(text);
    return write(sc, await core.openScope(callerOf(sc)));
  };
}

async function giveOperation({ steps: core }: Hub, { text, callerOf }: Step): Promise<string> {
  const { sc, scopeclient } = readKnownClient(text);
  return operationAnswer(sc, await core.operation(callerOf(sc), scopeClientFromWire(scopeclient)));
}

async function giveSnapshot({ steps: core }: Hub, { text, callerOf }: Step): Promise<string> {
  const { sc } = readSendChangesRequest(text);
  const caller = callerOf(sc);
  const summary = await core.snapshot(caller, parametersFromWire(sc.ps));
  return summary ? snapshotAnswer(sc, summary, caller) : noSnapshotAnswer(sc);
}

async function givePart({ steps: core }: Hub, { text, callerOf, told }: Step): Promise<string> {
  const { sc, bireq } = readGetMoreChangesRequest(text);
  const caller = callerOf(sc);
  return partAnswer(sc, await core.part(caller, bireq), told(caller));
}

async function endDownload({ steps: core }: Hub, { text, callerOf }: Step): Promise<string> {
  const { sc } = readGetMoreChangesRequest(text);
  await core.endDownload(callerOf(sc));
  return endDownloadAnswer(sc);
}

async function giveTime({ steps: core }: Hub, { text, callerOf }: Step): Promise<string> {
  const { sc } = readRemoteTimestampRequest(text);
  return writeRemoteTimestampResponse({ sc, rct: await core.time(callerOf(sc)) });
}

async function endSession({ steps: core }: Hub, { text, callerOf }: Step): Promise<string> {
  const { sc, exc } = readEndSessionRequest(text);
  await core.endSession(callerOf(sc), exc ?? null);
  return writeEndSessionResponse({ sc });
}

/** Step 4: a part is kept; the last one is kept, applied and answered with the summary (W-88). */
async function takeChanges({ steps: core }: Hub, { text, batchKb, callerOf, told }: Step): Promise<string> {
  const request = readSendChangesRequest(text);
  const client = clientOf(request);
  const caller = callerOf(request.sc);
  const whom = told(caller);
  const part = uploadPart(request, text, whom);
  if (!request.islb) {
    await core.receive(caller, part);
    return partTakenAnswer(request.sc);
  }
  const summary = await core.finish(caller, {
    client,
    batchKb,
    type: syncTypeFromWire(request.sc.typ),
    clientTime: request.clst,
    last: request.bi,
    held: caller.agent && heldFromWire(request.concord),
    part,
  });
  return summaryAnswer(request.sc, summary, whom);
}

async function estimate({ steps: core }: Hub, { text, callerOf }: Step): Promise<string> {
  const request = readSendChangesRequest(text);
  const type = syncTypeFromWire(request.sc.typ);
  return estimateAnswer(request.sc, await core.estimate(callerOf(request.sc), { client: clientOf(request), type }));
}

function clientOf({ scopeclient }: SendChangesRequest): ReturnType<typeof scopeClientFromWire> {
  if (scopeclient) return scopeClientFromWire(scopeclient);
  throw new RequestProblem('request-broken', 'ArgumentNullException', 'The request has no scopeclient.');
}
