// A plain HTTP or HTTPS server on loopback that answers as a test wants, well or badly, and keeps what it was asked.

import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A request as it arrived. */
export interface HttpCall {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An answer: writes it, or whatever is to happen instead. */
export type Reply = (response: ServerResponse) => void | Promise<void>;

/** A running server. */
export interface HttpServer {
  readonly port: number;
  /** Every request, in order of arrival. */
  readonly calls: readonly HttpCall[];
  /** The first call, seen already or to come, that fits. */
  arrival(fits: (call: HttpCall) => boolean): Promise<HttpCall>;
  close(): Promise<void>;
}

/** How a server listens. */
export interface HttpServerOptions {
  answer(call: HttpCall): Reply | Promise<Reply>;
  readonly tls?: { readonly key: string; readonly cert: string };
  readonly port?: number;
}

/** Listens on 127.0.0.1 until the running test has finished. */
export async function startHttpServer({ tls, port = 0, ...options }: HttpServerOptions): Promise<HttpServer> {
  const calls: HttpCall[] = [];
  const waiting = new Set<(call: HttpCall) => void>();
  const listener: RequestListener = (request, response) => {
    serve(request, response, async (call) => {
      calls.push(call);
      for (const look of waiting) look(call);
      return options.answer(call);
    }).catch(() => response.destroy());
  };
  const server = tls ? createTlsServer(tls, listener) : createServer(listener);
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  const close = closer(server);
  onTestFinished(close);
  return {
    port: (server.address() as AddressInfo).port,
    calls,
    arrival: (fits) =>
      new Promise((resolve) => {
        const look = (call: HttpCall): void => {
          if (!fits(call)) return;
          waiting.delete(look);
          resolve(call);
        };
        waiting.add(look);
        calls.forEach(look);
      }),
    close,
  };
}

function closer(server: Server): () => Promise<void> {
  let closing: Promise<void> | null = null;
  return () => {
    closing ??= new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
    return closing;
  };
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  answer: (call: HttpCall) => Promise<Reply>,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  const body = Buffer.concat(chunks).toString('utf8');
  const reply = await answer({ method: request.method ?? '', path: request.url ?? '', headers, body });
  await reply(response);
}
