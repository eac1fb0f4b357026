// `concord adopt`: records that were here before the first session, or that a restored hub has lost, are offered to the hub – as the
// card of the window does (W-159, R-89, CL-02).

import { withApp, type ReplicaOptions } from './open.ts';
import { exits, type Terminal } from './terminal.ts';
import { count } from './words.ts';

/** `adopt --replica FILE`; a second time there is nothing to adopt. */
export function adoptCommand(terminal: Terminal, options: ReplicaOptions): Promise<number> {
  return withApp(options, async (app) => {
    const { adopted } = await app.handlers['replica.adopt']({});
    const none = 'There are no records here that the hub has never had; nothing was changed.';
    terminal.result(
      { adopted },
      adopted === 0 ? none : `${count(adopted, 'record')} to be sent with the next session.`,
    );
    return exits.done;
  });
}
