// What the doctor can find, in words: what it is, what it does to people's work, how it is put right (SF-10). `losses` names
// the rows of CONFORMANCE 21.

import type { JsonCell } from '../sync/cell.ts';

/** `loss`: records differ already. `risk`: they will, when the next thing happens. `note`: worth knowing. */
export type Severity = 'loss' | 'risk' | 'note';

interface Words {
  readonly severity: Severity;
  /** {count}, {count|word} and {what} are filled in. */
  readonly says: string;
  readonly repair: string;
  readonly losses: string;
}

const kinds = {
  'missing-here': words(
    'loss',
    'On the hub, but missing here: {count|record}.',
    'Reinitialise with upload.',
    'L2 L3 L5 L6',
  ),
  'missing-there': words(
    'loss',
    'Typed here, never came to the hub, and no session will send it: {count|record}.',
    'Write them once more (an update to the same values will do), then synchronise.',
    'L1 L6 L7 L16 L17 L19 L22',
  ),
  'gone-there': words(
    'loss',
    'Still here, no longer on the hub: {count|record}.',
    'Reinitialise with upload, or delete them here.',
    'L14 L28 L31',
  ),
  diverged: words(
    'loss',
    'Differs from the hub in {what}, and no session will carry either version across: {count|record}.',
    'Compare them; write the right version on the side that has it, then synchronise.',
    'L4 L12 L18 L24 L30 L34 L35',
  ),
  'gone-here': words(
    'loss',
    'Deleted here, still on the hub, and no session will delete it there: {count|record}.',
    'Reinitialise with upload brings them back, then delete them again.',
    'L1 L16 L19',
  ),
  'hub-older': words(
    'loss',
    'The hub’s clock ({what}) is behind what this replica has seen: the hub was restored from a back-up, or another one answers.',
    'What was sent since the back-up is missing there; write it once more, then reinitialise with upload.',
    'L22',
  ),
  'clock-ahead': words(
    'loss',
    'This replica last sent at {what}, which is still to come: what is typed until then is never sent.',
    'Set the clock right, write the changes once more after that time, or start a new replica.',
    'L17',
  ),
  'stamps-ahead': words(
    'risk',
    'Bears a time that is still to come, since the clock here was ahead: {count|change}.',
    'Set the clock right; look at them on the hub after the next session.',
    'L16 L17',
  ),
  'triggers-missing': words(
    'loss',
    'Changes are no longer all noted here: triggers of the table, of 3: {count}.',
    'Start a new replica, or let the client provision the scope anew; compare the records first.',
    'L11',
  ),
  outdated: words(
    'risk',
    'The hub has forgotten deletes that this replica has not heard of.',
    'Send what waits, then reinitialise with upload.',
    'L9 L10',
  ),
  'mark-of-another-clock': words(
    'risk',
    'The hub’s clean-up mark ({what}) was taken from a replica’s clock: every replica is outdated, again after each reinitialise.',
    'Ask the hub’s operator to clean up with a limit of the hub’s own time; reinitialise nothing.',
    'L10',
  ),
  'client-wins': words(
    'risk',
    'The hub lets clients win: it overwrites conflicts by itself, and changes of quiet records do not reach SQLite clients.',
    'Let the hub win, or switch the clients’ metadata clean-up off.',
    'L4 L23',
  ),
  'long-decimals': words(
    'risk',
    '{what}: decimals of more than 15 digits are rounded on their way, and sent back rounded with any edit of the record.',
    'Use fewer digits, or a text column; make the table download-only.',
    'L24',
  ),
  'fixed-text': words(
    'risk',
    '{what}: a char of several characters becomes null on the hub with any edit of the record.',
    'Make it a varchar or text on the hub.',
    'L24',
  ),
  'date-texts': words(
    'risk',
    '{what}: looks like a date and is rewritten by a stock hub with any edit of the record: {count|text}.',
    'Write such texts with a blank instead of the T, or without dashes.',
    'L24',
  ),
  'stuck-type': words(
    'risk',
    '{what}: a stock hub cannot synchronise a column of this type.',
    'Leave the column out of the scope, or make it text.',
    '',
  ),
  'case-keys': words(
    'risk',
    'Differs from another key of the hub in case alone, so that a stock SQLite client holds one record for both: {count|key}.',
    'Give them different keys.',
    'L26',
  ),
  'refers-to-itself': words(
    'risk',
    'The table refers to itself: a first session or a reinitialise may fail where a child comes before its parent.',
    'Drop the reference on the replicas, or let clients retry failing records (RetryOneMoreTime).',
    '',
  ),
  'counted-keys': words(
    'note',
    'The key is one whole number: two replicas may give the same one to different records.',
    'Prefer guid keys, or give each device numbers of its own.',
    'L33',
  ),
  waiting: words('note', 'Waits here to be sent: {count|change}.', 'Synchronise.', ''),
  'waiting-there': words(
    'note',
    'Waits on the hub; what differs because of it is left out here: {count|change}.',
    'Synchronise, then ask again.',
    '',
  ),
  'other-table': words('note', 'The replica does not hold this table of the scope.', 'Look at the scope’s setup.', ''),
} as const satisfies Readonly<Record<string, Words>>;

/** The names of what can be found. */
export type FindingKind = keyof typeof kinds;

/** Something that was found. */
export interface Finding {
  readonly kind: FindingKind;
  readonly severity: Severity;
  readonly table: string | null;
  readonly count: number;
  /** Keys of the first records. */
  readonly keys: readonly (readonly JsonCell[])[];
  readonly says: string;
  readonly repair: string;
  /** `L1 L6` …; empty where it is none of them. */
  readonly losses: string;
}

/** What a finding is about. */
export interface About {
  readonly table?: string;
  readonly count?: number;
  readonly what?: string;
  readonly keys?: Finding['keys'];
}

/** A finding in its words. */
export function finding(kind: FindingKind, about: About = {}): Finding {
  const { table = null, count = 1, what = '', keys = [] } = about;
  const { severity, says, repair, losses } = kinds[kind];
  const filled = says
    .replace(/\{count\|(\w+)\}/, (_, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`)
    .replace('{count}', String(count))
    .replace('{what}', () => what);
  return { kind, severity, table, count, keys, says: filled, repair, losses };
}

function words(severity: Severity, says: string, repair: string, losses: string): Words {
  return { severity, says, repair, losses };
}
