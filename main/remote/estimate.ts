// The question what a session of a client would bring it (step 6); nothing is noted by it.

import { randomUUID } from 'node:crypto';
import { selectedTotal, type SelectedCount } from '../sync/counters.ts';
import type { Parameter, ScopeClient } from '../sync/scope.ts';
import { selectedFromWire } from '../wire/counters.ts';
import { stages } from '../wire/enums.ts';
import { parametersHash } from '../wire/hash.ts';
import { writeEndSessionRequest } from '../wire/messages/end-session.ts';
import { readEnsureScopesResponse, writeEnsureScopesRequest } from '../wire/messages/ensure-scopes.ts';
import { readSendChangesResponse } from '../wire/messages/more-changes.ts';
import { nothingToSend, writeSendChangesRequest } from '../wire/messages/send-changes.ts';
import { parametersToWire, scopeClientToWire } from '../wire/scope-client.ts';
import { steps } from '../wire/steps.ts';
import type { Caller } from './caller.ts';

/**
 * Rows that wait on the hub for this client, by table. A Concord hub is told when the answer is here, or not wanted any more,
 * so that it keeps no session open; a stock server hears what a stock client says, which is nothing (W-124).
 */
export async function askEstimate(caller: Caller, client: ScopeClient): Promise<readonly SelectedCount[]> {
  const sessionId = randomUUID();
  const sc = {
    id: sessionId,
    csid: client.id,
    sn: client.scopeName,
    typ: undefined,
    way: undefined,
    stage: undefined,
    ps: client.parameters.length > 0 ? parametersToWire(client.parameters) : undefined,
    ap: undefined,
    pp: 0,
  };
  const asked = { sessionId, clientId: client.id, mayRepeat: false };
  const started = new Date();
  try {
    await caller.call({
      ...asked,
      step: steps.ensureScopes,
      body: writeEnsureScopesRequest({ sc }),
      read: readEnsureScopesResponse,
    });
    const body = writeSendChangesRequest({
      sc,
      scopeclient: scopeClientToWire(client),
      ...nothingToSend,
      clst: 0n,
      scope: null,
    });
    const answer = await caller.call({ ...asked, step: steps.estimate, body, read: readSendChangesResponse });
    return selectedFromWire(answer.scs);
  } finally {
    if (caller.isConcord())
      await caller
        .call({
          ...asked,
          step: steps.endSession,
          body: endOf({ ...sc, stage: stages.endSession, pp: 1 }, started),
          read: (text) => text,
          signal: AbortSignal.timeout(farewellMs),
          outlivesSession: true,
        })
        .catch(() => undefined);
  }
}

function endOf(sc: Parameters<typeof writeEndSessionRequest>[0]['sc'], started: Date): string {
  return writeEndSessionRequest({
    sc,
    st: started.toISOString(),
    ct: new Date().toISOString(),
    cas: undefined,
    cac: undefined,
    scac: undefined,
    ccs: undefined,
    scs: undefined,
    exc: undefined,
  });
}

/** Nobody waits longer for the hub to hear it. */
const farewellMs = 1000;

/** PR-05: how many rows a replica that has nothing yet would be sent. Throws what the calls throw. */
export async function countFirst(
  caller: Caller,
  scopeName: string,
  parameters: readonly Parameter[] = [],
): Promise<number> {
  const counts = await askEstimate(caller, {
    id: randomUUID(),
    scopeName,
    hash: parametersHash(parameters),
    parameters,
    lastSync: null,
    lastHubSync: null,
    isNew: true,
  });
  return selectedTotal(counts);
}
