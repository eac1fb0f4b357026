// every error of Concord: its code, what is said, what to do, whether trying again helps (SF-07). One table for all
// doors.

interface ProblemText {
  /** One sentence; {name} is replaced by a detail. */
  readonly says: string;
  /** What to do next; {name} as above. */
  readonly cure: string;
  readonly retryable: boolean;
}

const problems = {
  'hub-address-invalid': text('“{url}” is not a hub address.', 'Give an address that starts with http:// or https://.'),
  'hub-not-found': text('There is no hub at {url} (404).', 'Check the address, the path as well.'),
  'hub-name-unknown': text(
    'No computer named “{host}” was found.',
    'Check the spelling; a name inside a company may need its network or VPN.',
    true,
  ),
  'hub-port-closed': text(
    'Nothing listens at {url}.',
    'Check the port; ask the hub’s operator whether it is running.',
    true,
  ),
  'hub-unreachable': text(
    'The hub at {url} cannot be reached.',
    'Check the network and the address; Concord tries again.',
    true,
  ),
  'hub-no-answer': text(
    'The hub did not answer within {seconds} s.',
    'Concord tries again; ask the hub’s operator if it lasts.',
    true,
  ),
  'hub-is-no-hub': text(
    'What answers at {url} is not a Dotmim.Sync hub.',
    'Check the address; the details show what it answered.',
  ),
  'hub-redirects': text('The address redirects to {target}.', 'Use that address if you trust it.'),
  'hub-credentials': text('The hub does not accept the credentials (401).', 'Sign in again or ask for a new token.'),
  'hub-forbidden': text('The hub refuses access (403).', 'Ask the hub’s operator for access to this scope.'),
  'hub-certificate': text(
    'The hub’s certificate is not trusted.',
    'Ask the operator for a valid certificate, or add its authority.',
  ),
  'hub-part-too-large': text('A part of the upload is too large for the hub (413).', 'Choose a smaller batch size.'),
  'hub-busy': text('The hub is busy or being restarted ({status}).', 'Concord tries again.', true),
  'hub-answer-broken': text(
    'The hub’s answer is incomplete or cannot be read.',
    'Concord tries again; nothing was changed here.',
    true,
  ),
  'hub-session-lost': text('The hub has forgotten this session.', 'Synchronise again; nothing is lost.', true),
  'hub-refused': text('The hub stopped the session: {reason}.', 'See the details; nothing was changed here.'),
  'hub-too-old': text(
    'The hub speaks Dotmim.Sync {version}; Concord needs 1.0 or newer.',
    'Ask the operator for an upgrade.',
  ),
  'clock-off': text(
    'The clocks of this computer and of the hub are {span} apart.',
    'Set the right time here, or tell the operator; until then times of changes are told wrong.',
  ),
  'hub-aborted': text('The hub ordered this session to stop.', 'Ask the hub’s operator why.'),
  'hub-operation-unknown': text(
    'The hub ordered an operation that Concord does not know ({operation}).',
    'Nothing was changed; ask the hub’s operator, or update Concord.',
  ),
  'replica-unknown': text(
    'The hub knows no replica “{replica}”.',
    'Give the id of one, or at least its first four characters, so that only one begins so.',
  ),
  'replica-behind': text(
    'The hub has had more from this file than the file knows: it is an older copy, or in use twice.',
    'Synchronise again: it goes on as a replica of its own, and nothing is lost.',
    true,
  ),
  'hub-restored': text(
    'The hub was restored from a back-up: it does not know what this replica has heard from it.',
    'Synchronise again: everything is compared, and what the hub lacks is shown.',
    true,
  ),
  'clean-up-changed': text(
    'More clients would be left behind than the plan has named.',
    'Nothing was forgotten; look at the plan again.',
  ),
  'order-over': text(
    'Order {no} was carried out or taken back, or never given.',
    'List the orders to see what became of it.',
  ),
  'snapshot-unknown': text('There is no snapshot {no}.', 'List the snapshots to see their numbers.'),
  'scope-unknown': text(
    'The hub does not serve a scope “{scope}”.',
    'Check the scope’s name; the hub’s page lists its scopes.',
  ),
  'scope-setup-changed': text(
    'The hub’s set-up of this scope has changed: {difference}.',
    'Take it up with concord sync --scope {scope} --from {scope}; what waits here is kept.',
  ),
  'scope-differs': text(
    'The scope “{scope}” does not go with “{other}” of this replica: {difference}.',
    'Move over with concord sync --scope {scope} --from {other}; records and waiting changes are kept.',
  ),
  'scope-leaves-changes': text(
    'The scope “{scope}” leaves out {what}, where changes or conflicts of yours wait.',
    'Send and decide these first with the scope that you have; nothing was changed.',
  ),
  'schema-unsupported': text(
    'The hub’s schema cannot be kept here: {reason}.',
    'Ask the hub’s operator; nothing was created.',
  ),
  'parameters-refused': text(
    'The parameters do not fit the scope: {reason}.',
    'Give each parameter of the scope’s filter; the hub’s page lists them.',
  ),
  'filter-invalid': text('The filter cannot be used: {reason}.', 'Mend the set-up; nothing was changed.'),
  outdated: text(
    'This replica has been away longer than the hub remembers.',
    'Reinitialize; your waiting changes are kept in the inbox.',
  ),
  'row-width': text(
    'The hub sent a row of {found} cells for table {table}, which has {expected}.',
    'Nothing was written; tell the operator.',
  ),
  'table-not-in-scope': text(
    'The hub sent rows of a table that the scope does not have: {table}.',
    'Nothing was written; tell the operator.',
  ),
  'delivery-short': text('The hub sent fewer rows than it announced.', 'Nothing was written; synchronise again.', true),

  'replica-missing': text('There is no file {file}.', 'Check the path.'),
  'replica-none': text('No replica is open yet.', 'Finish the first start in the window.'),
  'file-taken': text('{file} is there already.', 'Give another name; what is there stays as it is.'),
  'folder-missing': text('There is no folder {folder}.', 'Make it first, or choose another one.'),
  'replica-not-sqlite': text('{file} is not a SQLite database.', 'Choose another file; nothing was changed.'),
  'replica-damaged': text('{file} is damaged.', 'Restore it from a back-up, or start a new replica.'),
  'replica-locked': text('Another program holds {file} locked.', 'Close it, or wait; Concord tries again.', true),
  'file-in-use': text(
    'Another program, or a session, is writing to {file} just now.',
    'Wait until it has ended, then try again; nothing was changed.',
    true,
  ),
  'replica-read-only': text('{file} cannot be written.', 'Check the file’s access rights.'),
  'disk-full': text('The disk is full.', 'Free some space; nothing was half written.'),
  'replica-newer': text('{file} was made by a newer Concord.', 'Update Concord; nothing was changed.'),
  'replica-stock-client': text(
    '{file} belongs to a .NET program; records that wait in it to be sent: {count}.',
    'Let that program send what waits, then start a new replica; nothing was touched. `concord doctor` compares it with the hub.',
  ),
  'replica-is-hub': text('{file} is a hub’s database, not a replica.', 'Choose another file.'),
  'copy-unsuitable': text(
    'No replica can start from {file}: {reason}.',
    'Leave --from-copy out; the first session brings everything. Nothing was made.',
  ),
  'replica-not-connected': text('This replica has no hub yet.', 'Name the hub once with --hub URL.'),
  'replica-other-hub': text(
    'The hub at {url} is not the one that this replica belongs to.',
    'Check the address. To take over that hub’s data here, reinitialize: your waiting changes are kept in the inbox.',
  ),
  'session-running': text(
    'Another Concord is already synchronising this replica since {since}.',
    'Wait until it has ended.',
    true,
  ),
  'working-offline': text('Concord is working offline.', 'Go online first.'),
  cancelled: text('The session was cancelled.', 'Synchronise again when you like; nothing is half written.', true),
  'replica-failed': text(
    'The replica ended its session because of a fault on its own side.',
    'Its words are in the telemetry with values; look at that replica’s own history.',
  ),
  'replica-silent': text(
    'Nothing more was heard of the replica within its session.',
    'It synchronises again by itself; look at its network if that happens often.',
  ),
  'telemetry-unwritable': text(
    'Telemetry cannot be written to {file}: {reason}.',
    'Sessions go on without it; make room there, or mend the file’s rights.',
  ),
  'row-refused': text('{table} does not accept the row: {reason}.', 'See the record in question.'),
  'session-stopped': text(
    'The session was stopped by a record of {table}: {reason}.',
    'Nothing was written; look at that record, then synchronise again.',
  ),

  'conflict-unknown': text('There is no conflict {id}.', 'List the conflicts to see their numbers.'),
  'conflict-not-open': text('Conflict {id} is {state} and needs no decision.', 'Undo the decision first.'),
  'decision-stale': text(
    'The record of conflict {id} has changed since it was shown.',
    'Look at it again; nothing was written.',
  ),
  'decision-incomplete': text('Still to decide: {columns}.', 'Take a side or type a value for each of them.'),
  'decision-refused': text(
    'The record cannot be written as decided: {reason}.',
    'Change the value or take another side.',
  ),
  'decision-one-sided': text('{side} has no version of this record to take values from.', 'Keep one side whole.'),
  'undo-not-possible': text('Conflict {id} is {state}: there is nothing to undo.', 'Decide it first.'),

  'table-unknown': text('There is no table “{table}” here.', 'The tables are: {tables}.'),
  'column-unknown': text('Table {table} has no column “{column}”.', 'The columns are: {columns}.'),
  'record-unknown': text('There is no such record in {table}.', 'It may have been deleted; look again.'),
  'record-changed': text('The record has changed since you opened it.', 'Look at it again; nothing was written.'),
  'change-unknown': text('No change of this record in {table} waits to be sent.', 'It may have been sent; look again.'),
  'revert-blocked': text(
    'A change in {table} cannot be taken back: {reason}.',
    'Take back those changes first, or with it; nothing was written.',
  ),
  'revert-unknown': text('There is no revert {id} that could be undone.', 'It may have been undone already.'),
  'table-read-only': text('{table} can only be received from the hub.', 'Ask the hub’s operator to change it there.'),
  'value-invalid': text('{column}: {reason}.', 'Type another value.'),
  'rules-unreadable': text(
    'The rules in {file} cannot be used: {reason}.',
    'Export an object of functions by table; the hub was not started.',
  ),
  'rules-failed': text('The rule for {table} failed: {reason}.', 'Mend it; until then its rows are refused.'),
  'error-unknown': text('There is no sync error {id}.', 'List the errors to see their numbers.'),
  'error-not-editable': text(
    'Sync error {id} holds no values of yours that could be corrected.',
    'Try it again as it is, or open the record.',
  ),
  'error-not-ready': text(
    'Sync error {id} cannot be tried again now: {reason}.',
    'Your values stay in it; nothing was written.',
  ),
  'list-changed': text(
    'The list has changed: there are {found} entries now.',
    'Look at the number again; nothing was deleted.',
  ),

  'database-unsuitable': text(
    'The hub cannot serve this database: {reason}.',
    'Nothing was changed in it; mend that, or choose another one.',
  ),
  'database-unreachable': text(
    'The database {database} cannot be reached: {reason}.',
    'Check its address, user and password, and that PostgreSQL runs; a hub that runs already tries again.',
    true,
  ),
  'config-invalid': text(
    'The hub’s configuration is wrong: {reason}.',
    'Mend that; concord hub config --print shows what is set and where.',
  ),
  'port-in-use': text('Port {port} is in use.', 'Choose another one, or 0 for any free one.'),
  'token-needed': text(
    'A hub that listens beyond this computer needs tokens.',
    'Make one with concord hub token create, or give --token-file FILE.',
  ),
  'token-name-taken': text('There is a token “{name}” already.', 'Revoke it first, or choose another name.'),
  'token-in-use': text('Token “{token}” is the one that you use now.', 'Make another admin token first, and use that.'),
  'token-unknown': text('There is no token “{token}”.', 'List them with concord hub token list.'),
  'token-file-unreadable': text('The token file {file} cannot be read: {reason}.', 'One token a line: NAME TOKEN.'),
  'browser-refused': text(
    'This address needs the token that Concord printed at its start.',
    'Open the printed address.',
  ),
  'engine-lost': text('Concord’s engine has stopped.', 'It is being started again; nothing is lost.', true),
  usage: text('{reason}', 'See --help.'),
  'not-supported': text('{what} is not supported.', 'See the README.'),
  'runtime-too-old': text(
    'Concord needs Node 22.22 or newer; this is {version}.',
    'Start it with npm: npm start, or npm run -s concord -- with what you want to do.',
  ),
  unexpected: text('Something unexpected happened: {reason}.', 'The details help whoever looks into it.'),
} satisfies Record<string, ProblemText>;

/** The code of an error; the README's table and this one are held together by a test. */
export type ProblemCode = keyof typeof problems;

/** An error as it crosses a door: window, terminal, log. */
export interface Problem {
  readonly code: ProblemCode;
  readonly message: string;
  readonly cure: string;
  readonly retryable: boolean;
  /** Raw technical text; shown only on demand (W-264). */
  readonly details?: string;
  /** The column that is at fault, where one is. */
  readonly column?: string;
}

/** Every code with its texts, for the README's table and its test. */
export const problemTable: Readonly<Record<ProblemCode, ProblemText>> = problems;

/** An error with a code from the table. `details` is raw text; `values` fill the sentences. */
export class ConcordError extends Error {
  readonly code: ProblemCode;
  readonly cure: string;
  readonly details: string | undefined;
  readonly column: string | undefined;

  constructor(code: ProblemCode, values: Readonly<Record<string, string | number>> = {}, details?: string) {
    super(fill(problems[code].says, values));
    this.name = 'ConcordError';
    this.code = code;
    this.cure = fill(problems[code].cure, values);
    this.details = details;
    this.column = typeof values['column'] === 'string' ? values['column'] : undefined;
  }
}

/** the coded form of anything thrown; what has no code becomes `unexpected`. */
export function problemFrom(thrown: unknown): Problem {
  if (thrown instanceof ConcordError) return describe(thrown);
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  const details = thrown instanceof Error ? thrown.stack : undefined;
  return describe(new ConcordError('unexpected', { reason }, details));
}

/** the error that a problem was, after it crossed a thread: the same in all that it says. */
export function restoreProblem(problem: Pick<Problem, 'code' | 'message'> & Partial<Problem>): ConcordError {
  const { code, message, cure, details, column } = problem;
  return Object.assign(new ConcordError(code, {}, details), { message, column, ...(cure !== undefined && { cure }) });
}

function describe({ code, message, cure, details, column }: ConcordError): Problem {
  const { retryable } = problems[code];
  return {
    code,
    message,
    cure,
    retryable,
    ...(details !== undefined && { details }),
    ...(column !== undefined && { column }),
  };
}

function text(says: string, cure: string, retryable = false): ProblemText {
  return { says, cure, retryable };
}

function fill(sentence: string, values: Readonly<Record<string, string | number>>): string {
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? '…'));
}
