// One HTTP call to a hub: cookies, gzip, hash, time-outs, and the bytes it took (W-08, W-18, W-20, W-23).

import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { Agent, request } from 'undici';
import { ConcordError } from '../sync/problem.ts';
import { sameHash, bodyHash } from '../wire/hash.ts';
import { readResponseHeaders, type ResponseHeaders } from '../wire/headers.ts';
import { shownAddress } from './address.ts';
import { createCookieJar } from './cookies.ts';
import { answerFailure, CallFailure, transportFailure } from './failure.ts';

/** What a transport is told once. */
export interface TransportOptions {
  readonly url: URL;
  readonly scope: string;
  /** Sent as a bearer token on every call (W-31). */
  readonly token?: string;
  /** Seconds to wait for the first byte of an answer; applying a large upload takes the hub its time (W-09). */
  readonly seconds: number;
  readonly signal: AbortSignal;
  /** Told after each call how long the hub was waited for, and what time it is there, where it says so. */
  onCall(call: { readonly ms: number; readonly status: number; readonly date: string | null }): void;
}

/** A good answer. */
export interface Answer {
  readonly text: string;
  readonly headers: ResponseHeaders;
}

/** Bytes and calls so far, as they went over the wire. */
export interface Traffic {
  requests: number;
  sent: number;
  received: number;
}

/** Calls to one hub with one cookie jar. */
export interface Transport {
  /** The hub's address as it is shown: without credentials and parameters (W-268). */
  readonly url: string;
  readonly traffic: Traffic;
  /** Throws a CallFailure. Without a signal of its own a call ends with the session. */
  post(body: string, headers: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<Answer>;
  /** A text of the hub without the token and the cookies, which a server's error page may well repeat (W-268). */
  readonly conceal: (text: string) => string;
  close(): Promise<void>;
}

/** No answer is longer than this, packed or not (W-265). */
const largestAnswer = 512 * 1024 * 1024;
const unzip = promisify(gunzip);

/** Opens a transport; connections are kept between calls. */
export function createTransport(options: TransportOptions): Transport {
  const { url } = options;
  const connections = new Agent({
    connections: 4,
    keepAliveTimeout: 30_000,
    connect: { timeout: 10_000 },
    headersTimeout: options.seconds * 1000,
    bodyTimeout: options.seconds * 1000,
    maxResponseSize: largestAnswer,
  });
  const jar = createCookieJar();
  const traffic: Traffic = { requests: 0, sent: 0, received: 0 };

  const exchange = async (
    body: string,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<RawAnswer> => {
    const started = performance.now();
    try {
      const response = await request(url, {
        method: 'POST',
        dispatcher: connections,
        signal,
        headers: { ...headers, ...credentials(options.token), ...jar.header() },
        body,
      });
      const bytes = Buffer.from(await response.body.arrayBuffer());
      traffic.received += bytes.length;
      options.onCall({
        ms: performance.now() - started,
        status: response.statusCode,
        date: first(response.headers['date']) ?? null,
      });
      return { status: response.statusCode, headers: response.headers, bytes };
    } catch (thrown) {
      throw transportFailure(thrown, options);
    }
  };

  const conceal = (text: string): string =>
    [options.token ?? '', ...jar.values()]
      .filter((secret) => secret.length > 5)
      .reduce((shown, secret) => shown.replaceAll(secret, '***'), text);

  return {
    url: shownAddress(url),
    traffic,
    async post(body, headers, signal = options.signal) {
      traffic.requests++;
      traffic.sent += Buffer.byteLength(body);
      const raw = await exchange(body, headers, signal);
      jar.keep(raw.headers['set-cookie']);
      const bytes = await unpack(raw);
      const answer = { text: bytes.toString('utf8'), headers: readResponseHeaders((name) => first(raw.headers[name])) };
      if (!isSuccess(raw.status)) throw answerFailure(failed(raw, { ...answer, text: conceal(answer.text) }), options);
      assertHash(bytes, answer.headers);
      return answer;
    },
    conceal,
    close: () => connections.close(),
  };
}

interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly bytes: Buffer;
}

async function unpack(raw: RawAnswer): Promise<Buffer> {
  if (first(raw.headers['content-encoding']) !== 'gzip') return raw.bytes;
  try {
    return await unzip(raw.bytes, { maxOutputLength: largestAnswer });
  } catch (thrown) {
    // What an error answer says in its status holds whatever became of its text.
    if (!isSuccess(raw.status)) return raw.bytes;
    throw new CallFailure(new ConcordError('hub-answer-broken', {}, String(thrown)), true);
  }
}

function isSuccess(status: number): boolean {
  return status >= 200 && status <= 299;
}

/** W-18: a wrong hash is a broken transport. */
function assertHash(bytes: Buffer, headers: ResponseHeaders): void {
  if (headers.hash === null || sameHash(headers.hash, bodyHash(bytes))) return;
  throw new CallFailure(new ConcordError('hub-answer-broken', {}, 'the answer does not match its hash'), true);
}

function failed(raw: RawAnswer, answer: Answer): Parameters<typeof answerFailure>[0] {
  return {
    status: raw.status,
    typeName: answer.headers.error,
    text: answer.text,
    location: first(raw.headers['location']) ?? null,
    retryAfter: first(raw.headers['retry-after']) ?? null,
  };
}

function credentials(token: string | undefined): Record<string, string> {
  return token === undefined ? {} : { authorization: `Bearer ${token}` };
}

function first(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
