// `concord hub` and its subcommands with their options (HB-01, HB-04, CL-02, CL-05).

import { Option, type Command } from 'commander';
import { settings } from '../hub/config/settings.ts';
import { nearest } from '../hub/config/nearest.ts';
import type { Options, Tools } from './program-commands.ts';
import { wrongUse } from './terminal.ts';

/** `hub …`. Options of a subcommand are its own, even where `hub` has one of the same name. */
export function addHub(program: Command, tools: Tools): void {
  const about = 'Serves a SQLite or PostgreSQL database to Concord and to Dotmim.Sync clients.';
  const example = 'hub --database office.db --tables customers,orders --port 5000';
  const hub = withSettings(tools.add(program, 'hub', about, example))
    .enablePositionalOptions()
    .allowExcessArguments()
    .action((options: Options) => {
      const [word] = hub.args;
      if (word !== undefined) throw unknownCommand(hub, word);
      return tools.execute(async (terminal) => {
        const { hubCommand } = await import('./hub-command.ts');
        return hubCommand(terminal, options);
      }, options.json ?? false);
    });
  addConfig(hub, tools);
}

function addConfig(hub: Command, { add, execute }: Tools): void {
  const about = 'Shows or checks how a hub would be configured by file, environment and flags.';
  withSettings(add(hub, 'config', about, 'hub config --config hub.json --print'))
    .addOption(new Option('--print', 'every setting, and where it was said (default)').conflicts('check'))
    .option('--check', 'only tell whether it is right')
    .action((options: Options) =>
      execute(async (terminal) => {
        const { configCommand } = await import('./hub-config-command.ts');
        return configCommand(terminal, options);
      }, options.json ?? false),
    );
}

/** The options that say how a hub is configured. */
function withSettings(command: Command): Command {
  const many = (value: string, before: string[] = []): string[] => [...before, value];
  command.option('--config <file>', 'JSON file with these settings; flags and environment go first');
  for (const { flag, kind, about } of settings) {
    if (kind === 'pairs') command.option(flag, about, many);
    else command.option(flag, about);
  }
  return command;
}

function unknownCommand(parent: Command, word: string): Error {
  const names = parent.commands.map((command) => command.name());
  const meant = nearest(word, names);
  const hint = meant === null ? `Allowed are ${names.join(', ')}, or none to serve.` : `Did you mean ${meant}?`;
  return wrongUse(`hub has no command ${word}. ${hint}`);
}
