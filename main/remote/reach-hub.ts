// The way to a hub in single steps, so that a person hears which one fails: the name, then the connection (PR-01).

import { lookup } from 'node:dns/promises';
import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { ConcordError } from '../sync/problem.ts';
import { shownAddress } from './address.ts';
import { transportFailure } from './failure.ts';

/** Finds the computer that an address names; its numeric address. Throws `hub-name-unknown`. */
export async function findComputer(url: URL): Promise<string> {
  const host = hostOf(url);
  try {
    return (await lookup(host)).address;
  } catch (thrown) {
    throw new ConcordError('hub-name-unknown', { host }, String(thrown));
  }
}

/**
 * Opens and closes a connection; milliseconds that it took. Throws `hub-port-closed`, `hub-no-answer`, `hub-certificate`,
 * `hub-is-no-hub` or `hub-unreachable`.
 */
export async function openConnection(url: URL, seconds: number, signal: AbortSignal): Promise<number> {
  const began = performance.now();
  const socket = openSocket(url);
  try {
    await connected(socket, url, seconds, signal);
    return performance.now() - began;
  } finally {
    socket.destroy();
  }
}

function openSocket(url: URL): Socket {
  const host = hostOf(url);
  if (url.protocol === 'http:') return connect({ host, port: Number(url.port || 80) });
  // A name is told to the server; an address of numbers cannot be.
  return connectTls({ host, port: Number(url.port || 443), ...(isIP(host) === 0 && { servername: host }) });
}

function connected(socket: Socket, url: URL, seconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(
      () => reject(new ConcordError('hub-no-answer', { seconds }, 'the connection was not made')),
      seconds * 1000,
    );
    const end = (work: () => void) => (): void => {
      clearTimeout(late);
      work();
    };
    signal.addEventListener(
      'abort',
      end(() => reject(new ConcordError('cancelled'))),
      { once: true },
    );
    socket.once(url.protocol === 'http:' ? 'connect' : 'secureConnect', end(resolve));
    socket.once('error', (thrown) => end(() => reject(problemOf(thrown, url, seconds)))());
  });
}

function problemOf(thrown: Error, url: URL, seconds: number): ConcordError {
  const refused = 'code' in thrown && thrown.code === 'ECONNREFUSED';
  if (refused) return new ConcordError('hub-port-closed', { url: shownAddress(url) }, thrown.message);
  return transportFailure(thrown, { url, seconds }).problem;
}

/** The name without the brackets that an address puts around IPv6. */
function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}
