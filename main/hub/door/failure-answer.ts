// A failure as an answer (§11.1): type name, sentence, code; never SQL, a stack or a path (W-95, W-264).

import { randomBytes } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import { errorHeaders } from '../../wire/headers.ts';
import { writeErrorBody } from '../../wire/messages/error-body.ts';
import { failureOf } from '../failure.ts';
import type { Hub } from '../hub.ts';

/** Answers a failed call of a session. What is the hub's own fault goes to its log under a reference that the caller is given. */
export function sendFailure(
  hub: Hub,
  { thrown, session }: { readonly thrown: unknown; readonly session: string | undefined },
  reply: FastifyReply,
): FastifyReply {
  const status = statusOf(thrown);
  if (status !== null) return sendPlain(reply, status, thrown);
  const failure = failureOf(thrown);
  const reference = failure.isHidden ? randomBytes(4).toString('hex') : null;
  hub.notify({ kind: 'failed', session, reference, thrown });
  if (failure.typeName === null) {
    if (failure.status === 503) reply.header('retry-after', '1');
    return reply.code(failure.status).type('text/plain').send(`${failure.message}\n`);
  }
  const message = reference === null ? failure.message : `${failure.message} Reference: ${reference}.`;
  return reply
    .code(failure.status)
    .headers(errorHeaders({ typeName: failure.typeName, concordHub: true }))
    .send(writeErrorBody({ tn: failure.typeName, m: message, n: 0, code: failure.code }));
}

/** HTTP's own faults: too large, no such method. */
function statusOf(thrown: unknown): number | null {
  if (!(thrown instanceof Error) || !('statusCode' in thrown)) return null;
  const { statusCode } = thrown;
  return typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500 ? statusCode : null;
}

function sendPlain(reply: FastifyReply, status: number, thrown: unknown): FastifyReply {
  const text = status === 413 && thrown instanceof Error ? thrown.message : 'The request cannot be served.';
  if (status === 413) reply.header('connection', 'close');
  return reply.code(status).type('text/plain').send(`${text}\n`);
}
