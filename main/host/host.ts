// The window for a browser on this computer: files over HTTP, calls over one WebSocket a window (CL-06).

import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { WebSocketServer, type WebSocket } from 'ws';
import { ConcordError } from '../sync/problem.ts';
import type { Carrier } from '../window/carrier.ts';
import { createAccess, type Access } from './access.ts';
import { isDownload } from '../window/downloads.ts';
import { serveDownload } from './serve-download.ts';
import { readWindowFile } from './window-files.ts';

/** What a host is made of. */
export interface HostOptions {
  /** 0 = any free port. */
  readonly port: number;
  /** The folder of the built window. */
  readonly folder: string;
  /** A line to the engine for one window. */
  connect(): Carrier & { close(): void };
  /** Told a fresh address when somebody came with a used one. */
  onRenew(address: string): void;
}

/** A running host. */
export interface Host {
  /** The address to open, with its token. */
  readonly address: string;
  close(): Promise<void>;
}

const largestMessage = 64 * 1024 * 1024;

/** Starts the host on 127.0.0.1. Throws `port-in-use`. */
export async function startHost(options: HostOptions): Promise<Host> {
  const server = fastify({ forceCloseConnections: true });
  const sockets = new WebSocketServer({ noServer: true, maxPayload: largestMessage });
  let site: Site | null = null;
  server.get('/*', (request, reply) => (site ? serve(request, reply, site) : reply.code(503).send()));
  server.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (!site || !mayConnect(request, site)) return refuse(socket);
    sockets.handleUpgrade(request, socket, head, (web) => join(web, options.connect()));
  });
  const port = await listen(server, options.port);
  const origin = `http://127.0.0.1:${port}`;
  const access = createAccess(port);
  const address = (): string => `${origin}/?token=${access.token}`;
  site = { ...options, access, origin, address };
  return {
    address: address(),
    async close() {
      for (const client of sockets.clients) client.terminate();
      sockets.close();
      await server.close();
    },
  };
}

async function listen(server: FastifyInstance, port: number): Promise<number> {
  try {
    await server.listen({ host: '127.0.0.1', port });
  } catch (thrown) {
    await server.close();
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'EADDRINUSE')
      throw new ConcordError('port-in-use', { port });
    throw thrown;
  }
  return (server.server.address() as AddressInfo).port;
}

interface Site extends HostOptions {
  readonly access: Access;
  readonly origin: string;
  address(): string;
}

async function serve(request: FastifyRequest, reply: FastifyReply, site: Site): Promise<FastifyReply> {
  if (request.headers.host !== new URL(site.origin).host) return reply.code(421).send('Misdirected request');
  const { token } = request.query as { token?: string };
  const known = site.access.knows(request.headers.cookie);
  if (typeof token === 'string') {
    const cookie = known ? null : site.access.exchange(token);
    if (cookie !== null) void reply.header('set-cookie', cookie);
    if (known || cookie !== null) return reply.code(303).header('location', '/').send();
    if (site.access.renew()) site.onRenew(site.address());
  }
  if (!known) return reply.code(403).type('text/plain; charset=utf-8').send(refusal());
  const [path = '/'] = request.url.split('?');
  if (isDownload(path)) return serveDownload(request, reply, site);
  const file = await readWindowFile(site.folder, path);
  if (!file) return reply.code(404).type('text/plain').send('Not found');
  return reply.headers(file.headers).send(file.body);
}

function refusal(): string {
  const { message, cure } = new ConcordError('browser-refused');
  return `${message} ${cure}`;
}

/** Only a page of this very host may open a line: the cookie alone would also come with a foreign page's request. */
function mayConnect(request: IncomingMessage, { access, origin }: Site): boolean {
  return request.url === '/engine' && request.headers.origin === origin && access.knows(request.headers.cookie);
}

function refuse(socket: Duplex): void {
  // Whoever was refused may be gone before it hears so.
  socket.once('error', () => socket.destroy());
  socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
}

/** Joins a browser's socket and a line to the engine, until either ends. */
function join(web: WebSocket, line: Carrier & { close(): void }): void {
  web.on('message', (data) => line.post((data as Buffer).toString()));
  web.on('close', () => line.close());
  // A message that is no WebSocket's, or too large, ends this window's line and nothing else.
  web.on('error', () => web.terminate());
  line.receive((message) => web.send(message));
  line.closed(() => web.close());
}
