// The cookies of one hub: a server session, a balancer's affinity (W-23, W-30).

/** Cookies that a hub set, to be sent back to it. */
export interface CookieJar {
  /** Takes the `set-cookie` lines of an answer. */
  keep(lines: string | readonly string[] | undefined): void;
  /** The header for the next call; no member where there is no cookie. */
  header(): { readonly cookie?: string };
  /** The values, for whoever must not show them. */
  values(): readonly string[];
}

interface Cookie {
  readonly value: string;
  /** Milliseconds since 1970; infinite for a cookie of the session. */
  readonly until: number;
}

/** An empty jar. All calls of a session go to one address, so domains and paths do not matter. */
export function createCookieJar(now: () => number = Date.now): CookieJar {
  const cookies = new Map<string, Cookie>();
  return {
    keep(lines) {
      for (const line of lines === undefined ? [] : [lines].flat()) {
        const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
        const at = pair.indexOf('=');
        if (at > 0) cookies.set(pair.slice(0, at), { value: pair.slice(at + 1), until: endOf(attributes, now()) });
      }
    },
    header() {
      for (const [name, { until }] of cookies) if (until <= now()) cookies.delete(name);
      if (cookies.size === 0) return {};
      return { cookie: [...cookies].map(([name, { value }]) => `${name}=${value}`).join('; ') };
    },
    values: () => [...cookies.values()].map(({ value }) => value),
  };
}

/** When a cookie ends: `Max-Age` goes before `Expires`; a date that cannot be read counts as none (RFC 6265). */
function endOf(attributes: readonly string[], now: number): number {
  const age = valueOf(attributes, 'max-age');
  if (age !== null && /^-?\d+$/.test(age)) return now + Number(age) * 1000;
  const expires = Date.parse(valueOf(attributes, 'expires') ?? '');
  return Number.isNaN(expires) ? Infinity : expires;
}

function valueOf(attributes: readonly string[], name: string): string | null {
  const found = attributes.findLast((attribute) => attribute.toLowerCase().startsWith(`${name}=`));
  return found?.slice(name.length + 1).trim() ?? null;
}
