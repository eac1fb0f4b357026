// `concord deprovision`: a replica becomes a plain database again (V6); what is lost by it is told and copied before (SF-06).

import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { deprovisionReplica } from '../replica/deprovision.ts';
import { ConcordError } from '../sync/problem.ts';
import { ask, confirm } from './confirm.ts';
import { withApp, type ReplicaOptions } from './open.ts';
import { exits, type Terminal } from './terminal.ts';
import { count, waitingWords } from './words.ts';

/** Options of `deprovision`. */
export interface DeprovisionOptions extends ReplicaOptions {
  readonly yes?: boolean;
}

/** Asks on a terminal; where something would be lost the file's name has to be typed. */
export async function deprovisionCommand(terminal: Terminal, options: DeprovisionOptions): Promise<number> {
  const { replica } = options;
  if (!existsSync(replica)) throw new ConcordError('replica-missing', { file: replica });
  const { waiting, undecided, openErrors, parked } = await withApp(options, (app) => app.handlers['status.read']({}));
  const losses = [
    waiting.changes > 0 && `${waitingWords(waiting)} not sent`,
    undecided > 0 && `${count(undecided, 'conflict')} undecided`,
    openErrors + parked > 0 && `${count(openErrors + parked, 'error')} not resolved`,
  ].filter((text) => text !== false);
  const backup = freeName(`${replica}-concord-backup`);
  if (losses.length > 0) terminal.say(`Only the copy ${backup} will know of: ${losses.join(', ')}.`);
  if (options.yes !== true && !(await isMeant(replica, losses.length > 0))) {
    terminal.say('Nothing was changed.');
    return exits.cancelled;
  }
  await deprovisionReplica(replica, backup);
  terminal.result(
    { replica, backup, waiting: waiting.changes, undecided, errors: openErrors + parked },
    `${replica} is a plain database again; its tables and rows stay. As it was: ${backup}.`,
  );
  return exits.done;
}

async function isMeant(file: string, costs: boolean): Promise<boolean> {
  if (!costs) return confirm(`Take Concord out of ${file}? [y/N] `);
  return (await ask(`To go on, type ${basename(file)}: `)) === basename(file);
}

function freeName(start: string): string {
  for (let no = 1; ; no++) {
    const name = no === 1 ? start : `${start}-${no}`;
    if (!existsSync(name)) return name;
  }
}
