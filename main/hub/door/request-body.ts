// The raw body of a call, no larger than its batch size allows (W-08, W-92, W-265).

import type { IncomingMessage } from 'node:http';
import { readRequestHeaders } from '../../wire/headers.ts';

/** A body that is too large; answered with 413. */
export class BodyTooLarge extends Error {
  readonly statusCode = 413;

  constructor(limit: number) {
    super(`A body may have ${Math.floor(limit / 1024)} KB here.`);
    this.name = 'BodyTooLarge';
  }
}

/** Bounds of a body in bytes: what is always taken, and what is never. */
export interface BodyBounds {
  readonly least: number;
  readonly most: number;
}

/** 32 MB are always taken (W-92); twice the batch size is, up to 1 GB. */
export const defaultBodyBounds: BodyBounds = { least: 32 * 1024 * 1024, most: 1024 * 1024 * 1024 };

/** Reads the whole body; throws a BodyTooLarge as soon as that is certain. */
export async function readBody(message: IncomingMessage, bounds: BodyBounds = defaultBodyBounds): Promise<Buffer> {
  const limit = limitOf(message, bounds);
  const chunks: Buffer[] = [];
  let size = Number(message.headers['content-length'] ?? 0);
  if (size > limit) return tooLarge(message, limit);
  size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) return tooLarge(message, limit);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** What still comes is read and thrown away, so that the sender can read the answer. */
function tooLarge(message: IncomingMessage, limit: number): never {
  message.resume();
  throw new BodyTooLarge(limit);
}

function limitOf({ headers }: IncomingMessage, { least, most }: BodyBounds): number {
  const single = (name: string): string | undefined => {
    const value = headers[name];
    return Array.isArray(value) ? value[0] : value;
  };
  try {
    return Math.min(Math.max(least, readRequestHeaders(single).batchSizeKb * 2048), most);
  } catch {
    return least;
  }
}
