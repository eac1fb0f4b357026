// The command line: every command with its options, its help and one example (CL-05).

import { Command, CommanderError } from 'commander';
import { version } from '../version.ts';
import { needed } from './needed.ts';
import { addDoctor } from './doctor-program.ts';
import { addHub } from './hub-program.ts';
import { addConflicts, addErrors, addExport, addOffice, addReplica, addServe, type Tools } from './program-commands.ts';
import { exits, openTerminal, tellProblem, type Terminal } from './terminal.ts';

/** Runs a command line and returns its exit code; never throws. */
export async function runProgram(args: readonly string[]): Promise<number> {
  let code: number = exits.done;
  const program = createProgram((work, json) => {
    const terminal = openTerminal(json);
    return run(terminal, work).then((ended) => void (code = ended));
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (thrown) {
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? exits.done : exits.usage;
    return tellProblem(openTerminal(args.includes('--json')), thrown);
  }
}

async function run(terminal: Terminal, work: (terminal: Terminal) => Promise<number>): Promise<number> {
  try {
    return await work(terminal);
  } catch (thrown) {
    return tellProblem(terminal, thrown);
  }
}

function createProgram(execute: Tools['execute']): Command {
  const program = new Command('concord')
    .description(
      'Keeps a local SQLite replica of an office’s data in step with a hub, and every conflict until a person has decided it.',
    )
    .version(version)
    .exitOverride()
    .enablePositionalOptions()
    .showHelpAfterError('Run with --help to see what is allowed.')
    .showSuggestionAfterError(true);
  const add = (parent: Command, name: string, about: string, example: string): Command =>
    parent
      .command(name)
      .description(about)
      .option('--json', 'one JSON object, or one line an item')
      .addHelpText('after', `\nExample:\n  concord ${example}`);
  const onReplica = (command: Command): Command => needed(command, '--replica <file>', 'the replica’s SQLite file');
  const tools = { add, onReplica, execute };

  addReplica(program, tools);
  addServe(program, tools);
  addHub(program, tools);
  addDoctor(program, tools);
  addOffice(program, tools);
  addConflicts(program, tools);
  addErrors(program, tools);
  addExport(program, tools);
  return program;
}
