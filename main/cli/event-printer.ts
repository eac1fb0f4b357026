// The tail of the event log as lines: what `sync` and `watch` print (FD-09).

import type { EventLog, LoggedEvent } from '../telemetry/event-log.ts';
import { count } from './words.ts';

/** Prints new events. */
export interface EventPrinter {
  /** Prints what was recorded since. */
  flush(): void;
  close(): void;
}

const lookMs = 100;

/** Prints every event recorded from now on; `form` makes a line of one, null leaves it out. */
export function createEventPrinter(
  log: EventLog,
  print: (line: string) => void,
  form: (event: LoggedEvent) => string | null = eventLine,
): EventPrinter {
  let last = log.lastNumber();
  const flush = (): void => {
    for (
      let events = log.read({ after: last, limit: 500 });
      events.length > 0;
      events = log.read({ after: last, limit: 500 })
    ) {
      for (const event of events) {
        last = event.no;
        const line = form(event);
        if (line !== null) print(line);
      }
    }
  };
  const timer = setInterval(flush, lookMs);
  return { flush, close: () => clearInterval(timer) };
}

const mendedWords: Readonly<Record<string, string>> = {
  'replica-behind':
    'this file is an older copy, or in use twice: it goes on as a client of its own, with all that waits in it',
  'hub-restored':
    'the hub was restored from a back-up: everything is compared; what it lacks stays here to be sent or decided',
};

/** One event in words. */
export function eventLine(event: LoggedEvent): string | null {
  const time = event.at.slice(11, 23);
  const { data } = event;
  switch (event.name) {
    case 'session.started':
      return `${time} session ${event.session} started (${String(data['trigger'])})`;
    case 'session.phase':
      return `${time}   ${String(data['phase'])}`;
    case 'session.repeat':
      return `${time}   trying again: ${String(data['code'])}`;
    case 'session.halved':
      return `${time}   the hub stopped the upload; trying ${String(data['rows'])} of its rows by themselves`;
    case 'session.unsent-saved':
      return `${time}   what was not sent (${count(Number(data['records']), 'record')}) was saved first in ${String(data['file'])}`;
    case 'session.mended':
      return `${time}   ${mendedWords[String(data['why'])] ?? 'beginning anew'}`;
    case 'session.waits-for-file':
      return `${time}   waiting for another program to release the file`;
    case 'session.ordered':
      return `${time}   obeyed the hub’s order: ${String(data['operation'])}`;
    case 'session.ended':
      return `${time} session ${event.session} ${String(data['result'])}`;
    default:
      return `${time} ${event.name}`;
  }
}
