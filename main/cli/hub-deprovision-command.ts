// `concord hub deprovision`: a hub's database becomes a plain one again (V6); who is left behind is told before (SF-06).

import { confirm } from './confirm.ts';
import { nameOf } from './hub-order-commands.ts';
import { hubConfig } from './hub-config.ts';
import { dropTelemetry } from './hub-telemetry-file.ts';
import { withHubStore } from './hub-store.ts';
import { exits, type Terminal } from './terminal.ts';
import { count } from './words.ts';

/** Asks on a terminal. The hub should not run meanwhile. */
export async function deprovisionHubCommand(
  terminal: Terminal,
  options: Readonly<Record<string, unknown>>,
): Promise<number> {
  return withHubStore(options, async (store) => {
    const scopes = store.scopes().map(({ name }) => name);
    const clients = await store.clients();
    if (store.id() === null) {
      terminal.result({ scopes, clients: 0 }, 'There is nothing of Concord’s in this database.');
      return exits.done;
    }
    if (clients.length > 0)
      terminal.say('These have to begin with a new hub; what they have not sent stays with them:');
    for (const row of clients) terminal.say(`  ${nameOf(row)}`);
    if (options['yes'] !== true && !(await confirm(`Take ${count(scopes.length, 'scope')} out of it? [y/N] `))) {
      terminal.say('Nothing was changed.');
      return exits.cancelled;
    }
    await store.deprovision();
    dropTelemetry(hubConfig({ config: options['config'], database: options['database'] }).config);
    terminal.result({ scopes, clients: clients.length }, `It is a plain database again; its tables and rows stay.`);
    return exits.done;
  });
}
