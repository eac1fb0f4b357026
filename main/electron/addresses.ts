// `concord://` addresses from outside: the command line, a second start, a click in a mail. Only places of the window are
// opened.

import { placeOf } from '../window/address.ts';
import type { ElectronParts } from './parts.ts';

/** The addresses of this run of the program. */
export interface Addresses {
  /** From now on `open` is told; what was asked for before is returned. Null = no place, just the window. */
  handTo(open: (place: string | null) => void): string | null;
}

/** Listens from the start. An installed Concord opens the addresses of its scheme, one in a checkout does not claim them. */
export function followAddresses({ app }: Pick<ElectronParts, 'app'>, args: readonly string[]): Addresses {
  let asked = placeIn(args);
  let open = (place: string | null): void => void (asked = place ?? asked);
  if (app.isPackaged) app.setAsDefaultProtocolClient('concord');
  app.on('second-instance', (_event, others) => open(placeIn(others)));
  app.on('open-url', (event, address) => {
    event.preventDefault();
    const place = placeOf(address);
    if (place !== null) open(place);
  });
  return {
    handTo(next) {
      open = next;
      return asked;
    },
  };
}

function placeIn(args: readonly string[]): string | null {
  return args.map(placeOf).find((place) => place !== null) ?? null;
}
