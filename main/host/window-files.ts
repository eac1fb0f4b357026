// The built window as files to serve, with the policy that keeps it to itself: no foreign script, style, frame or target.

import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';

/** One file with its headers. */
export interface WindowFile {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
};

/** Reads a file of the window's folder; null if there is none. The page gets a fresh nonce for its styles. */
export async function readWindowFile(folder: string, path: string): Promise<WindowFile | null> {
  const wanted = path === '/' ? 'index.html' : plainPath(path);
  if (wanted === null) return null;
  const type = types[extname(wanted)];
  if (type === undefined) return null;
  try {
    const body = await readFile(join(folder, wanted));
    return wanted === 'index.html'
      ? page(body, type)
      : { body, headers: { ...safe, 'content-type': type, 'cache-control': cacheOf(wanted) } };
  } catch {
    return null;
  }
}

/** A path within the folder; null where it leads out of it or cannot be read. */
function plainPath(path: string): string | null {
  try {
    const plain = normalize(decodeURIComponent(path)).replace(/^[/\\]+/, '');
    return plain.startsWith('..') || plain.includes(`..${sep}`) || plain.includes('\0') ? null : plain;
  } catch {
    return null;
  }
}

const safe = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

function page(body: Buffer, type: string): WindowFile {
  const nonce = randomBytes(16).toString('base64');
  const html = body.toString('utf8').replaceAll('__STYLE_NONCE__', nonce);
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return {
    body: Buffer.from(html),
    headers: { ...safe, 'content-type': type, 'content-security-policy': policy, 'cache-control': 'no-store' },
  };
}

/** Built assets carry a hash in their names and never change. */
function cacheOf(path: string): string {
  return path.startsWith('assets') ? 'private, max-age=31536000, immutable' : 'no-cache';
}
