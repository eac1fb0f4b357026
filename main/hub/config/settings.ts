// Every setting of a hub with its flag, its environment variable and its place in the configuration file.

/** What a word of a flag or variable is read as. `tables` and `pairs` describe the scope that `scope` names. */
export type SettingKind = 'text' | 'number' | 'tables' | 'pairs' | 'scope';

/** One setting. */
export interface Setting {
  /** Its place in the file, as `limits.sessions`. */
  readonly path: string;
  /** Its flag with the form of its value. */
  readonly flag: string;
  readonly kind: SettingKind;
  /** A line of help. */
  readonly about: string;
}

/** All of them, in the order of the help. */
export const settings: readonly Setting[] = [
  setting(
    'database',
    '--database <file|url>',
    'text',
    'an existing SQLite database, or postgres://USER@HOST:PORT/DATABASE',
  ),
  setting(
    'scopes.tables',
    '--tables <a,b>',
    'tables',
    'tables to serve, of other schemas as SCHEMA.TABLE; needed the first time',
  ),
  setting('scopes.name', '--scope <name>', 'scope', 'name of the scope (default: DefaultScope)'),
  setting('policy', '--policy <policy>', 'text', 'server-wins or client-wins (default: server-wins)'),
  setting(
    'errorPolicy',
    '--error-policy <policy>',
    'text',
    'refuse, retry, continue or throw: what becomes of a refused row (default: refuse)',
  ),
  setting(
    'scopes.direction',
    '--direction <table=direction>',
    'pairs',
    'both, download-only, upload-only or none; may be repeated',
  ),
  setting('host', '--host <address>', 'text', 'address to listen on (default: 127.0.0.1)'),
  setting('port', '--port <n>', 'number', 'port; 0 = any free one (default: 0)'),
  setting(
    'tokenFile',
    '--token-file <file>',
    'text',
    'bearer tokens, one NAME TOKEN a line, beside those of hub token',
  ),
  setting('rules', '--rules <file>', 'text', 'a module of functions by table that look at each row (HB-08)'),
  setting('log', '--log <form>', 'text', 'text (failures) or json (all that happens, a line each) (default: text)'),
  setting(
    'telemetry.recording',
    '--telemetry <on|off>',
    'text',
    'whether sessions are recorded, on this computer only (default: on)',
  ),
  setting(
    'telemetry.folder',
    '--telemetry-folder <folder>',
    'text',
    'where that file lies (default: beside the database file)',
  ),
  setting('telemetry.keepDays', '--telemetry-days <n>', 'number', 'days that events are kept whole (default: 30)'),
  setting('telemetry.keepEvents', '--telemetry-events <n>', 'number', '… and how many at most (default: 1000000)'),
  setting(
    'snapshots.every',
    '--snapshots-every <hours>',
    'number',
    'hours after which the hub makes its snapshots anew; 0 = by hand only (default: 0)',
  ),
  setting(
    'limits.requestsPerMinute',
    '--requests-per-minute <n>',
    'number',
    'calls of one token a minute; 0 = no limit (default: 12000)',
  ),
  setting('limits.largestBodyMb', '--largest-body-mb <n>', 'number', 'largest body of a call in MB (default: 1024)'),
  setting('limits.sessions', '--sessions <n>', 'number', 'sessions that are open at once (default: 2000)'),
  setting('limits.sessionsPerClient', '--sessions-per-client <n>', 'number', '… of one client (default: 20)'),
  setting(
    'limits.idleMinutes',
    '--idle-minutes <n>',
    'number',
    'minutes after which an idle session is forgotten (default: 60)',
  ),
];

/** The option's name as a program asks for it: `tokenFile`. */
export function optionOf({ flag }: Setting): string {
  const word = flag.split(' ')[0] ?? '';
  return word.slice(2).replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** The environment variable of a setting: `CONCORD_HUB_TOKEN_FILE`. */
export function variableOf({ flag }: Setting): string {
  const word = flag.split(' ')[0] ?? '';
  return `CONCORD_HUB_${word.slice(2).replaceAll('-', '_').toUpperCase()}`;
}

function setting(path: string, flag: string, kind: SettingKind, about: string): Setting {
  return { path, flag, kind, about };
}
