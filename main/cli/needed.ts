// Options that a command cannot do without.

import type { Command } from 'commander';
import { wrongUse } from './terminal.ts';

/** Adds such an option. A mistyped one is told first, with the nearest right word (CL-05). */
export function needed(command: Command, flags: string, about: string): Command {
  const [flag = '', value = ''] = flags.split(' ');
  return command.option(flags, about).hook('preAction', (_, called) => {
    if (called.opts()[flag.slice(2)] === undefined)
      throw wrongUse(`${flag} ${value.slice(1, -1).toUpperCase()} is needed: ${about}.`);
  });
}
