// Answers for a test's HTTP server: whole ones, cut ones, and ones that come later.

import type { Reply } from './http-server.ts';

/** The members of a whole answer. */
export interface WholeReply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Buffer;
}

/** A whole answer, chunked as a stock server sends it. */
export function reply({ status = 200, headers = {}, body = '' }: WholeReply): Reply {
  return (response) => {
    response.statusCode = status;
    setHeaders(response, headers);
    response.end(body);
  };
}

/** The connection is closed without a word. */
export const cutConnection: Reply = (response) => void response.destroy();

/** Half of the answer, though its length was announced; then the connection is closed. */
export function cutBody(whole: WholeReply): Reply {
  return (response) => {
    const body = Buffer.from(whole.body ?? '');
    response.writeHead(whole.status ?? 200, { 'content-length': body.length });
    response.write(body.subarray(0, body.length >> 1), () => response.destroy());
  };
}

/** Half of the answer in chunks; the closing chunk never comes. */
export function cutChunks(whole: WholeReply): Reply {
  return (response) => {
    const body = Buffer.from(whole.body ?? '');
    response.writeHead(whole.status ?? 200, { 'transfer-encoding': 'chunked' });
    response.write(body.subarray(0, body.length >> 1), () => response.destroy());
  };
}

/** Says nothing until the promise settles, then gives the answer; nothing if the other side has gone. */
export function held(until: Promise<unknown>, then: Reply = cutConnection): Reply {
  return async (response) => {
    await Promise.race([until, new Promise((resolve) => response.once('close', resolve))]);
    if (!response.destroyed) await then(response);
  };
}

/** Never answers; ends with the connection. */
export const silence: Reply = held(new Promise(() => undefined));

function setHeaders(response: Parameters<Reply>[0], headers: WholeReply['headers'] = {}): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
}
