// The typed codec against recorded traffic: same members, same order, same omissions.

import { describe, expect, it } from 'vitest';
import { parseJson } from '../../../main/wire/json.ts';
import * as endSession from '../../../main/wire/messages/end-session.ts';
import * as ensureScopes from '../../../main/wire/messages/ensure-scopes.ts';
import * as errors from '../../../main/wire/messages/error-body.ts';
import * as more from '../../../main/wire/messages/more-changes.ts';
import * as operation from '../../../main/wire/messages/operation.ts';
import * as send from '../../../main/wire/messages/send-changes.ts';
import * as summary from '../../../main/wire/messages/summary.ts';
import * as timestamp from '../../../main/wire/messages/timestamp.ts';
import { writeStockJson } from '../../../main/wire/stock-json.ts';
import { exchangesOf, vectorFiles, type Exchange } from './vectors.ts';

type Again = (body: string) => string;

const ensureAgain: Again = (body) => ensureScopes.writeEnsureScopesRequest(ensureScopes.readEnsureScopesRequest(body));
const sendAgain: Again = (body) => send.writeSendChangesRequest(send.readSendChangesRequest(body));
const moreAgain: Again = (body) => more.writeGetMoreChangesRequest(more.readGetMoreChangesRequest(body));
const summaryAgain: Again = (body) => summary.writeSummaryResponse(summary.readSummaryResponse(body));
const partAgain: Again = (body) => more.writeSendChangesResponse(more.readSendChangesResponse(body));

const requests: Readonly<Record<number, Again>> = {
  2: ensureAgain,
  4: sendAgain,
  6: sendAgain,
  7: moreAgain,
  10: sendAgain,
  11: moreAgain,
  12: (body) => timestamp.writeRemoteTimestampRequest(timestamp.readRemoteTimestampRequest(body)),
  13: (body) => operation.writeOperationRequest(operation.readOperationRequest(body)),
  14: (body) => endSession.writeEndSessionRequest(endSession.readEndSessionRequest(body)),
};

const responses: Readonly<Record<number, Again>> = {
  2: (body) => ensureScopes.writeEnsureScopesResponse(ensureScopes.readEnsureScopesResponse(body)),
  4: summaryAgain,
  6: partAgain,
  7: partAgain,
  10: summaryAgain,
  11: partAgain,
  12: (body) => timestamp.writeRemoteTimestampResponse(timestamp.readRemoteTimestampResponse(body)),
  13: (body) => operation.writeOperationResponse(operation.readOperationResponse(body)),
  14: (body) => endSession.writeEndSessionResponse(endSession.readEndSessionResponse(body)),
};

const errorAgain: Again = (body) => {
  const error = errors.readErrorBody(body);
  return error ? errors.writeErrorBody(error) : 'no error body';
};

function again(table: Readonly<Record<number, Again>>, step: number): Again {
  const found = table[step];
  if (!found) throw new Error(`no message for step ${step}`);
  return found;
}

function answerAgain({ step, status }: Exchange): Again {
  return status === 200 ? again(responses, step) : errorAgain;
}

describe('typed codec', () => {
  it.each(vectorFiles)('W-34 W-35 W-36 %s: requests keep members, order and omissions', (file) => {
    for (const { step, request } of exchangesOf(file)) {
      expect(writeStockJson(parseJson(again(requests, step)(request.body)))).toBe(request.body);
    }
  });

  it.each(vectorFiles)('W-34 W-51 W-53 W-95 %s: answers keep members, order and omissions', (file) => {
    for (const exchange of exchangesOf(file)) {
      const { body } = exchange.response;
      expect(writeStockJson(parseJson(answerAgain(exchange)(body)))).toBe(body);
    }
  });
});
