// Who may see the window in a browser: whoever opened the printed address on this computer (CL-06).

import { randomBytes, timingSafeEqual } from 'node:crypto';

/** The keys of one host. */
export interface Access {
  /** The secret of the address to print now. It opens the door once. */
  readonly token: string;
  /** Takes a token; true and a cookie if it was the right one. A used or wrong one makes no new one. */
  exchange(token: string): string | null;
  /** True if the request's cookie header holds the key. */
  knows(cookies: string | undefined): boolean;
  /** Makes a new token for another browser. */
  renew(): string;
}

const cookieName = 'concord';

/** New random keys. */
export function createAccess(): Access {
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
      used = false;
      token = secret();
      return token;
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
