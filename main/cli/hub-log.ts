// The log of `concord hub` on standard error: failures and what was set aside in words, or everything that happens as lines of JSON (HB-09).

import type { HubEvent } from '../hub/events.ts';
import { asideLine, behindLine, fieldsOf, jsonLine, plainLine, type LogFields } from '../hub/log-line.ts';

/** Where a hub's events go. */
export interface HubLog {
  event(event: HubEvent): void;
  /** What happens to the hub itself; told in JSON only. */
  note(fields: LogFields): void;
}

/** A log of either form. */
export function hubLog(form: 'text' | 'json', say: (line: string) => void): HubLog {
  if (form === 'text')
    return {
      event: (event) => {
        if (event.kind === 'failed') say(plainLine(new Date(), event));
        if (event.kind === 'set-aside') say(asideLine(new Date(), event));
        if (event.kind === 'behind') say(behindLine(new Date(), event));
      },
      note: () => undefined,
    };
  const note = (fields: LogFields): void => say(jsonLine(new Date(), fields));
  return { event: (event) => note(fieldsOf(event)), note };
}
