// Until when something is to hold, as typed (HB-04).

import { wrongUse } from './terminal.ts';

const dayMs = 86_400_000;

/** `90d`, a day (to its end, in UTC) or an instant, as an ISO instant; null = never. Throws `usage`. */
export function expiryOf(typed: string | null, now: Date): string | null {
  if (typed === null || typed === 'never') return null;
  const days = /^(\d{1,5})d$/.exec(typed)?.[1];
  const at = days === undefined ? instantOf(typed) : now.getTime() + Number(days) * dayMs;
  if (!Number.isFinite(at))
    throw wrongUse(`--expires ${typed}: a day such as 2027-01-31, an instant, or 90d is expected.`);
  return new Date(at).toISOString();
}

function instantOf(typed: string): number {
  if (!/^\d{4}-\d{2}-\d{2}(T.+)?$/.test(typed)) return Number.NaN;
  return typed.length === 10 ? Date.parse(typed) + dayMs : Date.parse(typed);
}
