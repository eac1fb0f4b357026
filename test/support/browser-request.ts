// Requests to a host on this computer, spelt exactly as a test wants them: path, Host, Origin and cookie are its own.

import { request } from 'node:http';
import { onTestFinished } from 'vitest';
import { WebSocket, type ClientOptions } from 'ws';

/** An answer as it came. */
export interface HostAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

/** One GET. `path` is sent as it is. */
export function get(
  address: string,
  { path = '/', headers = {} }: { readonly path?: string; readonly headers?: Readonly<Record<string, string>> } = {},
): Promise<HostAnswer> {
  const { hostname, port } = new URL(address);
  return new Promise((resolve, reject) => {
    const call = request({ hostname, port, path, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString('utf8'),
        }),
      );
    });
    call.on('error', reject).end();
  });
}

/** The path and query of a printed address. */
export function pathOf(address: string): string {
  const { pathname, search } = new URL(address);
  return `${pathname}${search}`;
}

/** Opens a printed address as a browser does, and returns the cookie it was given. */
export async function enter(address: string): Promise<string> {
  const { status, headers } = await get(address, { path: pathOf(address) });
  const cookie = headers['set-cookie']?.[0]?.split(';')[0];
  if (status !== 303 || cookie === undefined) throw new Error(`the door stayed shut: ${status}`);
  return cookie;
}

/** What became of a WebSocket: open, or the status it was refused with. */
export type Dialled = { readonly socket: WebSocket } | { readonly refused: number };

/** Asks for a line to the engine as a page of `origin` would. */
export function dial(
  address: string,
  { origin, cookie, path = '/engine' }: { readonly origin?: string; readonly cookie?: string; readonly path?: string },
): Promise<Dialled> {
  const options: ClientOptions = {
    ...(origin !== undefined && { origin }),
    headers: { ...(cookie !== undefined && { cookie }) },
  };
  const socket = new WebSocket(`ws://${new URL(address).host}${path}`, options);
  onTestFinished(() => socket.terminate());
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve({ socket }));
    socket.once('unexpected-response', (call, response) => {
      resolve({ refused: response.statusCode ?? 0 });
      call.destroy();
    });
    socket.once('error', reject);
  });
}

/** The same where it has to work. */
export async function dialled(address: string, cookie: string): Promise<WebSocket> {
  const line = await dial(address, { origin: new URL(address).origin, cookie });
  if ('refused' in line) throw new Error(`refused with ${line.refused}`);
  return line.socket;
}
