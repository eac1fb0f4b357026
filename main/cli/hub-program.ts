// `concord hub` and its subcommands with their options (HB-01, HB-04, CL-02, CL-05).

import { Option, type Command } from 'commander';
import { settings } from '../hub/config/settings.ts';
import { nearest } from '../hub/config/nearest.ts';
import { wholeNumber, type Options, type Tools } from './program-commands.ts';
import { orderAbouts } from './order-words.ts';
import { wrongUse } from './terminal.ts';

/** `hub …`. Options of a subcommand are its own, even where `hub` has one of the same name. */
export function addHub(program: Command, tools: Tools): void {
  const about = 'Serves a SQLite or PostgreSQL database to Concord and to Dotmim.Sync clients.';
  const example = 'hub --database office.db --tables customers,orders --port 5000';
  const hub = withSettings(tools.add(program, 'hub', about, example))
    .option('--overwrite', 'sets a scope up anew under its name where its tables or columns have changed')
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
  addTokens(hub, tools);
  addClients(hub, tools);
  addOrders(hub, tools);
  addErrors(hub, tools);
  addCleanUp(hub, tools);
  addSnapshots(hub, tools);
  addDeprovision(hub, tools);
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

function addClients(hub: Command, { add, execute }: Tools): void {
  const about = 'Lists who synchronises: last session, rows, conflicts, how far behind.';
  withDatabase(add(hub, 'clients', about, 'hub clients --database office.db --silent 7'))
    .option('--scope <name>', 'only of this scope')
    .option('--silent <days>', 'only those without a session for so many days')
    .action(({ silent, ...options }: Options & { silent?: string }) =>
      execute(async (terminal) => {
        const days = silent === undefined ? {} : { silent: wholeNumber('--silent', silent) };
        const { clientsCommand } = await import('./hub-clients-command.ts');
        return clientsCommand(terminal, { ...options, ...days });
      }, options.json ?? false),
    );
}

function addTokens(hub: Command, { add, execute }: Tools): void {
  const tokens = hub
    .command('token')
    .description('Who may call: tokens in the hub’s database, also while it runs.')
    .exitOverride();
  const on = (name: string, about: string, example: string): Command =>
    withDatabase(add(tokens, name, about, `hub token ${example}`));
  const load = (): Promise<typeof import('./hub-token-commands.ts')> => import('./hub-token-commands.ts');
  on('create', 'Makes a token; it is shown this once.', 'create --database office.db --name anna --expires 90d')
    .option('--name <name>', 'who will use it')
    .option('--kind <kind>', 'client, monitor (looks only) or admin', 'client')
    .option('--scopes <a,b>', 'only these scopes (default: all)')
    .option('--pin <name=value>', 'binds a parameter of the scopes’ filters to a value; may be repeated', many)
    .option('--expires <when>', 'a day such as 2027-01-31, an instant, or so many days: 90d (default: never)')
    .action((options: Options) =>
      execute(async (terminal) => (await load()).createCommand(terminal, options), options.json ?? false),
    );
  on('list', 'Lists the tokens, never the secrets.', 'list --database office.db').action((options: Options) =>
    execute(async (terminal) => (await load()).listCommand(terminal, options), options.json ?? false),
  );
  on(
    'revoke <token>',
    'Ends a token, by its name or number, with the next call.',
    'revoke anna --database office.db',
  ).action((token: string, options: Options) =>
    execute(async (terminal) => (await load()).revokeCommand(terminal, { ...options, token }), options.json ?? false),
  );
}

function addOrders(hub: Command, { add, execute }: Tools): void {
  const orders = hub
    .command('order')
    .description('What clients are to do in their next session, also while the hub runs.')
    .exitOverride();
  const load = (): Promise<typeof import('./hub-order-commands.ts')> => import('./hub-order-commands.ts');
  const on = (name: string, about: string, example: string): Command =>
    withDatabase(add(orders, name, about, `hub order ${example}`));
  for (const [operation, about] of Object.entries(orderAbouts))
    on(operation, about, `${operation} --database office.db --client 7c9e6679`)
      .option('--client <id>', 'id of a client, or its beginning; may be repeated', many)
      .option('--all', 'every client that the hub knows')
      .option('--scope <name>', 'only in this scope (default: in all of them)')
      .option('--yes', 'do not ask')
      .action((options: Options) =>
        execute(
          async (terminal) => (await load()).orderCommand(terminal, { ...options, operation }),
          options.json ?? false,
        ),
      );
  on('list', 'Lists the orders, newest first, with what became of them.', 'list --database office.db').action(
    (options: Options) =>
      execute(async (terminal) => (await load()).listOrdersCommand(terminal, options), options.json ?? false),
  );
}

function addErrors(hub: Command, { add, execute }: Tools): void {
  const errors = hub
    .command('errors')
    .description('Refused rows that the hub keeps for clients that keep none themselves, also while it runs.')
    .exitOverride();
  const load = (): Promise<typeof import('./hub-error-commands.ts')> => import('./hub-error-commands.ts');
  const on = (name: string, about: string, example: string): Command =>
    withDatabase(add(errors, name, about, `hub errors ${example}`));
  const narrowed = (command: Command): Command =>
    command
      .option('--client <id>', 'only of this client: its id, or the beginning of it')
      .option('--scope <name>', 'only of this scope')
      .option('--table <name>', 'only of this table');
  narrowed(on('list', 'Lists them, newest first.', 'list --database office.db')).action((options: Options) =>
    execute(async (terminal) => (await load()).listHubErrorsCommand(terminal, options), options.json ?? false),
  );
  on('show <no>', 'Shows one, with the row as it was sent.', 'show 3 --database office.db').action(
    (no: string, options: Options) =>
      execute(
        async (terminal) => (await load()).showHubErrorCommand(terminal, { ...options, no }),
        options.json ?? false,
      ),
  );
  const again = 'Has rows tried once more with the next session of their clients.';
  narrowed(on('retry [no...]', again, 'retry 3 4 --database office.db'))
    .option('--all', 'all of them, as far as --client, --scope and --table go')
    .action((numbers: string[], options: Options) =>
      execute(
        async (terminal) => (await load()).retryHubErrorsCommand(terminal, { ...options, numbers }),
        options.json ?? false,
      ),
    );
  narrowed(on('forget [no...]', 'Drops rows for good.', 'forget 3 --database office.db'))
    .option('--all', 'all of them, as far as --client, --scope and --table go')
    .option('--yes', 'do not ask')
    .action((numbers: string[], options: Options) =>
      execute(
        async (terminal) => (await load()).forgetHubErrorsCommand(terminal, { ...options, numbers }),
        options.json ?? false,
      ),
    );
}

function addSnapshots(hub: Command, { add, execute }: Tools): void {
  const snapshots = hub
    .command('snapshot')
    .description('A scope’s rows in parts, ready for first and re-read sessions, also while the hub runs.')
    .exitOverride();
  const load = (): Promise<typeof import('./hub-snapshot-commands.ts')> => import('./hub-snapshot-commands.ts');
  const many = (value: string, before: string[] = []): string[] => [...before, value];
  const on = (name: string, about: string, example: string): Command =>
    withDatabase(add(snapshots, name, about, `hub snapshot ${example}`));
  on('create', 'Makes a snapshot; the newest one is given out.', 'create --database office.db --scope DefaultScope')
    .option('--scope <name>', 'name of the scope', 'DefaultScope')
    .option('--param <name=value>', 'a parameter of the scope’s filter; may be repeated', many)
    .option('--batch-kb <n>', 'size of its parts', '2000')
    .action((options: Options) =>
      execute(async (terminal) => (await load()).createSnapshotCommand(terminal, options), options.json ?? false),
    );
  on('list', 'Lists the snapshots, newest first.', 'list --database office.db').action((options: Options) =>
    execute(async (terminal) => (await load()).listSnapshotsCommand(terminal, options), options.json ?? false),
  );
  on('delete <no>', 'Deletes a snapshot; a download that runs is not broken.', 'delete 3 --database office.db').action(
    (no: string, options: Options) =>
      execute(
        async (terminal) => (await load()).deleteSnapshotCommand(terminal, { ...options, no }),
        options.json ?? false,
      ),
  );
}

function addDeprovision(hub: Command, { add, execute }: Tools): void {
  const about = 'Takes Concord out of a hub’s database, once the hub is stopped; tables and rows stay.';
  withDatabase(add(hub, 'deprovision', about, 'hub deprovision --database office.db'))
    .option('--yes', 'do not ask')
    .action((options: Options) =>
      execute(async (terminal) => {
        const { deprovisionHubCommand } = await import('./hub-deprovision-command.ts');
        return deprovisionHubCommand(terminal, options);
      }, options.json ?? false),
    );
}

function addCleanUp(hub: Command, { add, execute }: Tools): void {
  const about = 'Forgets changes that every client has, and tells before who would be left behind.';
  withDatabase(add(hub, 'clean-up', about, 'hub clean-up --database office.db --drop-silent 90 --dry-run'))
    .option('--drop-silent [days]', 'give up clients that have been silent for longer (default: 90 days)')
    .option('--dry-run', 'only tell what would be done')
    .option('--history', 'tell what was cleaned up so far')
    .option('--yes', 'do not ask')
    .action((options: Options) =>
      execute(async (terminal) => {
        const { cleanUpCommand } = await import('./hub-clean-up-command.ts');
        return cleanUpCommand(terminal, options);
      }, options.json ?? false),
    );
}

/** The options that say which hub's database is meant. */
function withDatabase(command: Command): Command {
  const { flag, about } = settings[0] ?? { flag: '', about: '' };
  return command.option('--config <file>', 'the hub’s JSON file').option(flag, about);
}

/** The options that say how a hub is configured. */
function withSettings(command: Command): Command {
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

function many(value: string, before: string[] = []): string[] {
  return [...before, value];
}
