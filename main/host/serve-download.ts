// A file that the window in a browser saves: streamed as it is made, to a page of this very host only (TL-08, CL-06).

import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Carrier } from '../window/carrier.ts';
import { CallError, createClient } from '../window/client.ts';
import { openDownload } from '../window/downloads.ts';

/** What a download needs of its host. */
export interface DownloadSite {
  readonly origin: string;
  /** A line to the engine for one file. */
  connect(): Carrier & { close(): void };
}

/** Answers with the file, no faster than it is taken; where the browser goes away, the making of it ends. */
export async function serveDownload(
  request: FastifyRequest,
  reply: FastifyReply,
  { origin, connect }: DownloadSite,
): Promise<FastifyReply> {
  if (!isOwnPage(request, origin))
    return reply.code(403).type('text/plain').send('Only a page of this window may save.');
  const line = connect();
  try {
    const download = await openDownload(createClient(line), request.url);
    if (!download) {
      line.close();
      return await reply.code(404).type('text/plain').send('Not found');
    }
    const body = Readable.from(download.parts(), { objectMode: false, highWaterMark: 1 });
    body.once('close', () => line.close());
    return await reply.headers(download.headers).send(body);
  } catch (thrown) {
    line.close();
    if (!(thrown instanceof CallError)) throw thrown;
    return reply.code(400).type('text/plain; charset=utf-8').send(`${thrown.problem.message} ${thrown.problem.cure}`);
  }
}

/** The cookie would also come with a link on a foreign page: the browser itself says where the wish comes from. */
function isOwnPage({ headers }: FastifyRequest, origin: string): boolean {
  if (headers.origin !== undefined && headers.origin !== origin) return false;
  return headers['sec-fetch-site'] === 'same-origin';
}
