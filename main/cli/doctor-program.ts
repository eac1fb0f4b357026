// `doctor` with its options (SF-10, CL-05).

import type { Command } from 'commander';
import type { DoctorOptions } from './doctor-command.ts';
import type { Tools } from './program-commands.ts';

/** The command. */
export function addDoctor(program: Command, { add, onReplica, execute }: Tools): void {
  const about =
    'Compares a replica, a .NET client’s or Concord’s own, with its hub, and names what is wrong. Changes nothing.';
  onReplica(add(program, 'doctor', about, 'doctor --replica client.db --hub https://sync.example.org/api/sync'))
    .option('--hub <url>', 'address of the hub; a Concord replica remembers its own')
    .option('--scope <name>', 'scope on the hub', 'DefaultScope')
    .option('--token-file <file>', 'file with the hub’s bearer token')
    .action((options: Record<string, unknown> & { json?: boolean }) =>
      execute(async (terminal) => {
        const { doctorCommand } = await import('./doctor-command.ts');
        return doctorCommand(terminal, options as unknown as DoctorOptions);
      }, options.json ?? false),
    );
}
