// The commands with their options, one function a group (CL-02, CL-05). What a command runs is loaded when it is called, so
// that a short one starts soon.

import { Option, type Command } from 'commander';
import type { RevertOptions } from './change-commands.ts';
import type { CleanOptions, ListOptions, RefusedOptions, RetryOptions } from './error-commands.ts';
import type { DeprovisionOptions } from './deprovision-command.ts';
import type { ExportOptions } from './export-command.ts';
import type { ResolveOptions } from './conflict-commands.ts';
import type { ReplicaOptions } from './open.ts';
import type { ServeOptions } from './serve-command.ts';
import type { SyncOptions } from './sync-command.ts';
import { wrongUse, type Terminal } from './terminal.ts';

const looking = (): Promise<typeof import('./look-commands.ts')> => import('./look-commands.ts');
const deciding = (): Promise<typeof import('./conflict-commands.ts')> => import('./conflict-commands.ts');
const mending = (): Promise<typeof import('./error-commands.ts')> => import('./error-commands.ts');
const office = (): Promise<typeof import('./demo-command.ts')> => import('./demo-command.ts');

/** Options as commander gives them. */
export type Options = Record<string, unknown> & { json?: boolean };
type Execute = (work: (terminal: Terminal) => Promise<number>, json: boolean) => Promise<void>;

/** What registering a command needs. */
export interface Tools {
  add(parent: Command, name: string, about: string, example: string): Command;
  onReplica(command: Command): Command;
  readonly execute: Execute;
}

/** The commands on a replica. */
export function addReplica(program: Command, { add, onReplica, execute }: Tools): void {
  const action =
    <T>(work: (terminal: Terminal, options: T) => Promise<number>) =>
    (options: Options): Promise<void> =>
      execute((terminal) => work(terminal, options as T), options.json ?? false);
  onReplica(add(program, 'sync', 'Runs one session.', 'sync --replica office.db --hub http://127.0.0.1:5000/'))
    .option('--hub <url>', 'address of the hub; needed the first time and remembered')
    .option('--scope <name>', 'scope on the hub (default: DefaultScope)')
    .option(
      '--param <name=value>',
      'value of the scope’s filter, remembered; a name alone is null; may be repeated',
      many,
    )
    .option('--replace', 'with --param: these values stand in for all others of the scope, whose records go')
    .option('--from <a,b>', 'scopes of this replica that --scope stands in for; records and waiting changes are kept')
    .option('--from-copy <file>', 'a new replica starts from the hub’s SQLite file or a copy of it')
    .option('--type <type>', 'normal, reinitialize or reinitialize-with-upload', 'normal')
    .option('--token-file <file>', 'file with the hub’s bearer token')
    .action(
      action<SyncOptions>(async (terminal, options) => {
        const type = syncType(options.type);
        const { syncCommand } = await import('./sync-command.ts');
        return syncCommand(terminal, { ...options, type });
      }),
    );
  onReplica(
    add(
      program,
      'status',
      'Tells what waits, what is undecided, and when it was last in step.',
      'status --replica office.db',
    ),
  ).action(action<ReplicaOptions>(async (...given) => (await looking()).statusCommand(...given)));
  onReplica(
    add(program, 'pending', 'Lists the changes that wait to be sent.', 'pending --replica office.db --json'),
  ).action(action<ReplicaOptions>(async (...given) => (await looking()).pendingCommand(...given)));
  addAdopt(program, { add, onReplica, execute });
  addScopes(program, { add, onReplica, execute });
  addRevert(program, { add, onReplica, execute });
  const about = 'Takes Concord out of a replica, after a copy; tables and rows stay.';
  onReplica(add(program, 'deprovision', about, 'deprovision --replica office.db'))
    .option('--yes', 'do not ask')
    .action(
      action<DeprovisionOptions>(async (...given) => {
        const { deprovisionCommand } = await import('./deprovision-command.ts');
        return deprovisionCommand(...given);
      }),
    );
  onReplica(add(program, 'sessions', 'Lists the sessions, newest first.', 'sessions --replica office.db --limit 20'))
    .option('--limit <n>', 'at most this many', '1000')
    .action(
      action<ReplicaOptions & { limit: string }>(async (terminal, options) => {
        const limit = wholeNumber('--limit', options.limit);
        return (await looking()).sessionsCommand(terminal, { ...options, limit });
      }),
    );
  onReplica(add(program, 'watch', 'Shows sessions as they happen, until Ctrl+C.', 'watch --replica office.db')).action(
    action<ReplicaOptions>(async (...given) => (await looking()).watchCommand(...given)),
  );
}

function addScopes(program: Command, { add, onReplica, execute }: Tools): void {
  const aboutRemoved = 'Lists the records that left the filter, newest first.';
  onReplica(add(program, 'removed', aboutRemoved, 'removed --replica office.db --json')).action((options: Options) =>
    execute(async (terminal) => {
      const { removedCommand } = await import('./look-commands.ts');
      return removedCommand(terminal, options as unknown as ReplicaOptions);
    }, options.json ?? false),
  );
  const about = 'Lists the scopes and parameter sets of a replica, with their tables.';
  onReplica(add(program, 'scopes', about, 'scopes --replica office.db')).action((options: Options) =>
    execute(async (terminal) => {
      const { scopesCommand } = await import('./scopes-command.ts');
      return scopesCommand(terminal, options as unknown as ReplicaOptions);
    }, options.json ?? false),
  );
}

function addAdopt(program: Command, { add, onReplica, execute }: Tools): void {
  const about = 'Sends records too that were here before the first session, or that a restored hub has lost.';
  onReplica(add(program, 'adopt', about, 'adopt --replica office.db')).action((options: Options) =>
    execute(async (terminal) => {
      const { adoptCommand } = await import('./adopt-command.ts');
      return adoptCommand(terminal, options as unknown as ReplicaOptions);
    }, options.json ?? false),
  );
}

function addRevert(program: Command, { add, onReplica, execute }: Tools): void {
  const example = `revert --replica office.db --table orders --key '{"id": 7}' --column amount`;
  onReplica(add(program, 'revert', 'Takes a waiting change back to its base, or undoes that.', example))
    .option('--table <name>', 'table of the record')
    .option('--key <json>', 'key of the record: an object, or the value of a key of one column')
    .option('--column <name>', 'only this column of an update; may be repeated', many)
    .option('--undo <no>', 'undoes the revert of this number')
    .action((options: Options) =>
      execute(async (terminal) => {
        const { revertCommand } = await import('./change-commands.ts');
        return revertCommand(terminal, options as unknown as RevertOptions);
      }, options.json ?? false),
    );
}

/** `serve`. */
export function addServe(program: Command, { add, execute }: Tools): void {
  const about = 'Opens the window in a browser on this computer; without a replica, at the first start.';
  add(program, 'serve', about, 'serve --replica office.db --port 8080')
    .option('--replica <file>', 'the replica’s SQLite file (default: the one that was set up last)')
    .option('--hub <url>', 'address of the hub; needed the first time and remembered')
    .option('--scope <name>', 'scope on the hub (default: DefaultScope)')
    .option(
      '--param <name=value>',
      'value of the scope’s filter, remembered; a name alone is null; may be repeated',
      many,
    )
    .option('--token-file <file>', 'file with the hub’s bearer token')
    .option('--port <n>', 'port on 127.0.0.1; 0 = any free one', '0')
    .option('--read-only', 'look on, change nothing')
    .action((options: Options) =>
      execute(async (terminal) => {
        const port = portNumber(String(options['port']));
        const { serveCommand } = await import('./serve-command.ts');
        return serveCommand(terminal, { ...(options as unknown as ServeOptions), port });
      }, options.json ?? false),
    );
}

/** `export …`. */
export function addExport(program: Command, { add, execute }: Tools): void {
  const exports = program.command('export').description('Writes what was recorded to a file.').exitOverride();
  const example = 'export telemetry --replica office.db --format csv --from 2026-06-01 --contains names --out june.csv';
  add(exports, 'telemetry', 'Writes telemetry events to a file, or to standard output.', example)
    .addOption(new Option('--replica <file>', 'the replica’s SQLite file').conflicts(['database', 'config']))
    .option('--database <file|url>', 'of a hub instead: its database')
    .option('--config <file>', '… or the hub’s JSON file')
    .option('--telemetry-folder <folder>', '… and where its telemetry lies, if not beside the database file')
    .option('--format <format>', 'csv, ndjson or otlp', 'ndjson')
    .option('--signal <signal>', 'for otlp: logs, or traces of what has a duration', 'logs')
    .option('--names <names>', 'concord or application-insights', 'concord')
    .option('--contains <level>', 'ids, names (of tables, columns, people) or values', 'ids')
    .option('--pseudonyms', 'stable ids in place of people and devices')
    .option('--from <time>', 'from this day or instant on')
    .option('--to <time>', 'before this day or instant')
    .option('--out <file>', 'file to write; it is there whole or not at all')
    .option('--force', 'replace a file that is there already')
    .action((options: Options) =>
      execute(async (terminal) => {
        const { exportCommand } = await import('./export-command.ts');
        return exportCommand(terminal, options as unknown as ExportOptions);
      }, options.json ?? false),
    );
}

/** `demo` and `start`. */
export function addOffice(program: Command, { add, execute }: Tools): void {
  const port = (options: Options): number => portNumber(String(options['port']));
  add(program, 'demo', 'The sample office in a browser; it goes when it ends.', 'demo')
    .option('--port <n>', 'port on 127.0.0.1; 0 = any free one', '0')
    .action((options: Options) =>
      execute(async (terminal) => {
        const given = { port: port(options) };
        return (await office()).demoCommand(terminal, given);
      }, options.json ?? false),
    );
  add(program, 'start', 'The sample office, kept: on the desktop, or in a browser.', 'start --browser')
    .option('--fresh', 'start over, after asking')
    .option('--yes', 'do not ask')
    .option('--browser', 'in the browser even where a desktop window could be had')
    .option('--port <n>', 'port on 127.0.0.1 for the browser; 0 = any free one', '0')
    .action((options: Options) =>
      execute(async (terminal) => {
        const given = { ...options, port: port(options) };
        return (await office()).startCommand(terminal, given);
      }, options.json ?? false),
    );
}

/** `conflicts …`. */
export function addConflicts(program: Command, { add, onReplica, execute }: Tools): void {
  const conflicts = program
    .command('conflicts')
    .description('The inbox: both versions of every conflict, and its decision.')
    .exitOverride();
  const action =
    (work: (terminal: Terminal, options: ReplicaOptions & { id: string }) => Promise<number>) =>
    (id: string, options: Options): Promise<void> =>
      execute((terminal) => work(terminal, { ...(options as unknown as ReplicaOptions), id }), options.json ?? false);
  onReplica(
    add(conflicts, 'list', 'Lists conflicts, newest first.', 'conflicts list --replica office.db --state undecided'),
  )
    .option('--state <state>', 'undecided, decided, sent, confirmed, reopened, undone or parked')
    .action((options: Options) =>
      execute(
        async (terminal) =>
          (await deciding()).listCommand(terminal, options as unknown as ReplicaOptions & { state?: string }),
        options.json ?? false,
      ),
    );
  onReplica(add(conflicts, 'show <id>', 'Shows one conflict whole.', 'conflicts show 12 --replica office.db')).action(
    action(async (...given) => (await deciding()).showCommand(...given)),
  );
  const about = 'Takes a decision back, before or after it was sent.';
  onReplica(add(conflicts, 'undo <id>', about, 'conflicts undo 12 --replica office.db')).action(
    action(async (...given) => (await deciding()).undoCommand(...given)),
  );
  addResolve(conflicts, { add, onReplica, execute });
}

function addResolve(conflicts: Command, { add, onReplica, execute }: Tools): void {
  const example = 'conflicts resolve 12 --replica office.db --take status=mine --set notes="called back"';
  onReplica(add(conflicts, 'resolve [id]', 'Decides one conflict, or all alike.', example))
    .option('--keep <side>', 'mine or theirs, for the whole record')
    .option('--take <column=side>', 'mine, theirs or base for one column; may be repeated', many)
    .option('--set <column=value>', 'a typed value for one column; may be repeated', many)
    .option('--set-null <column>', 'no value in this column; may be repeated', many)
    .option('--all', 'every undecided conflict')
    .option('--yes', 'do not ask')
    .action((id: string | undefined, options: Options) =>
      execute(async (terminal) => {
        const given = { ...(options as unknown as ResolveOptions), ...(id !== undefined && { id }) };
        return (await deciding()).resolveCommand(terminal, given);
      }, options.json ?? false),
    );
}

/** `errors …`. */
export function addErrors(program: Command, { add, onReplica, execute }: Tools): void {
  const errors = program
    .command('errors')
    .description('Records that could not be written, here or on the hub.')
    .exitOverride();
  const run =
    <T>(work: (terminal: Terminal, options: T) => Promise<number>) =>
    (options: Options): Promise<void> =>
      execute((terminal) => work(terminal, options as unknown as T), options.json ?? false);
  const narrowed = (command: Command): Command =>
    onReplica(command)
      .option('--state <state>', 'open, parked or resolved')
      .option('--type <type>', 'conflict, not-found, exists or other')
      .option('--table <name>', 'of one table');
  narrowed(
    add(errors, 'list', 'Lists sync errors, newest first.', 'errors list --replica office.db --state parked'),
  ).action(run<ListOptions>(async (...given) => (await mending()).listCommand(...given)));
  onReplica(add(errors, 'show <id>', 'Shows one error whole.', 'errors show 3 --replica office.db')).action(
    (id: string, options: Options) =>
      run<ReplicaOptions & { id: string }>(async (...given) => (await mending()).showCommand(...given))({
        ...options,
        id,
      }),
  );
  const again = 'Tries errors again with a session that starts now.';
  narrowed(add(errors, 'retry [ids...]', again, 'errors retry 3 4 --replica office.db'))
    .option('--all', 'every open and parked one, as far as --state, --type and --table go')
    .option('--token-file <file>', 'file with the hub’s bearer token')
    .action((ids: string[], options: Options) =>
      run<RetryOptions>(async (...given) => (await mending()).retryCommand(...given))({ ...options, ids }),
    );
  const refused =
    'Tells or chooses what happens here with changes that the hub refuses: keep, revert or (one table) as-all.';
  onReplica(add(errors, 'refused [what]', refused, 'errors refused revert --replica office.db --table orders'))
    .option('--table <name>', 'of one table')
    .action((what: string | undefined, options: Options) =>
      run<RefusedOptions>(async (...given) => (await mending()).refusedCommand(...given))({
        ...options,
        ...(what !== undefined && { what }),
      }),
    );
  const clean = 'Deletes entries that are over; what goes stands in a back-up file first.';
  onReplica(add(errors, 'clean', clean, 'errors clean --replica office.db --older-than 7'))
    .option('--older-than <days>', 'entries last met more than so many days ago')
    .option('--all', 'entries of any age')
    .option('--unresolved', 'open and parked ones, too: the changes in them are not sent')
    .option('--dry-run', 'only tell the numbers')
    .option('--yes', 'do not ask')
    .action(run<CleanOptions>(async (...given) => (await mending()).cleanCommand(...given)));
}

function syncType(text: string): SyncOptions['type'] {
  if (text === 'normal' || text === 'reinitialize' || text === 'reinitialize-with-upload') return text;
  throw wrongUse(`--type ${text}: allowed are normal, reinitialize and reinitialize-with-upload.`);
}

/** A whole number as typed. Throws `usage`. */
export function wholeNumber(name: string, text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw wrongUse(`${name} ${text}: a whole number is expected.`);
}

function portNumber(text: string): number {
  const port = wholeNumber('--port', text);
  if (port <= 65_535) return port;
  throw wrongUse(`--port ${text}: 0 to 65535 is allowed; 0 takes any free one.`);
}

function many(value: string, before: string[] = []): string[] {
  return [...before, value];
}
