// Who may see the window in a browser: whoever opened the printed address on this computer (CL-06).

import { randomBytes, timingSafeEqual } from 'node:crypto';

/** The keys of one host. */
export interface Access {
  /** The secret of the address to print now. It opens the door once. */
  readonly token: string;
  /** Takes a token: the cookie if it was the right one, else null. */
  exchange(token: string): string | null;
  /** True if the request's cookie header holds the key. */
  knows(cookies: string | undefined): boolean;
  /** Makes a new token where the last one was used, and only there: a guess must not spoil a printed address. */
  renew(): boolean;
}

/** New random keys. The port is in the cookie's name: hosts on one computer share their cookies. */
export function createAccess(port: number): Access {
  const cookieName = `concord-${port}`;
  const key = secret();
  let token = secret();
  let used = false;
  return {
    get token() {
      return token;
    },
    exchange(given) {
      if (used || !same(given, token)) return null;
      used = true;
      return `${cookieName}=${key}; HttpOnly; SameSite=Strict; Path=/`;
    },
    knows: (cookies) =>
      (cookies ?? '').split(';').some((pair) => {
        const [name, value = ''] = pair.trim().split('=');
        return name === cookieName && same(value, key);
      }),
    renew() {
      if (!used) return false;
      used = false;
      token = secret();
      return true;
    },
  };
}

function secret(): string {
  return randomBytes(24).toString('base64url');
}

function same(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
