// What the rules of the hub's owner refuse, and what people make of it: kept or taken back, tried again, corrected, dropped
// (ER-04, ER-05, ER-10, ER-11). And what they mend (R-170, R-171).

import { deleteEntries } from '../../main/errors/clean-up.ts';
import { openErrors, type RowErrors } from '../../main/errors/errors.ts';
import type { RowRule } from '../../main/hub/row-rules.ts';
import { saveRefusalPolicy } from '../../main/replica/refusal-policy.ts';
import { listErrors } from '../../main/replica/row-errors.ts';
import { hasTable } from '../../main/sqlite/introspect.ts';
import { ConcordError } from '../../main/sync/problem.ts';
import { tableKey } from '../../main/sync/schema.ts';
import { refusalPolicies, type RefusalPolicy } from '../../main/sync/taken-back.ts';
import type { StageReplica } from '../support/stage.ts';
import { tables } from './edits.ts';
import type { Person } from './people.ts';

/** One value in five is refused, and a delete where such a one stands in another column. */
const isBad = (cell: unknown): boolean => typeof cell === 'string' && /[05]$/.test(cell);

/** One in ten is stored otherwise, which nobody has typed. */
const isOdd = (cell: unknown): cell is string => typeof cell === 'string' && /^[A-Z].*3$/.test(cell);

const rule =
  (written: string, kept: string): RowRule =>
  (row, { action, before }) => {
    if (action === 'delete') return isBad(before?.[kept]) ? { message: `${kept} keeps it` } : null;
    if (isBad(row[written])) return { message: 'no fives', column: written };
    const [column, cell] = Object.entries(row).find(([name, value]) => isOdd(value) && value !== before?.[name]) ?? [];
    return column !== undefined && isOdd(cell) ? { set: { [column]: `~${cell}` } } : null;
  };

/** The rules by table. */
export const rulesOfOwner: ReadonlyMap<string, RowRule> = new Map([
  ['item', rule('a', 'b')],
  ['note', rule('body', 'extra')],
  ['part', rule('label', 'hint')],
]);

/** Chooses what becomes of refused changes at a replica. */
export async function chooseRefusals({ replica }: StageReplica, policy: RefusalPolicy): Promise<void> {
  await replica.write(() => saveRefusalPolicy(replica.db, { table: null, policy }));
}

/** Somebody tries an error again as it is or corrects it, or chooses what becomes of the next ones. */
export async function mendAtRandom({ dice, ledger, replica, log }: Person, step: string): Promise<void> {
  const open = replica.errors().filter(({ side }) => side === 'hub');
  if (open.length === 0) {
    const policy = dice.pick([...refusalPolicies, 'revert' as const]);
    await chooseRefusals(replica, policy);
    return log(`${replica.name} chooses ${policy}`);
  }
  const { no, table, key, kind } = dice.pick(open);
  const errors = errorsOf(replica);
  const column = tables.find(({ name }) => name === table.name)?.cells[0] ?? '';
  const fresh = kind === 'upsert' && dice.chance(0.5) ? ledger.fresh(replica.name) : null;
  const what = `${table.name} ${JSON.stringify(Object.values(key))}`;
  try {
    const stays = await ledger.watch(replica, step, 'program', () =>
      replica.replica.writeAs(replica.name, () => {
        if (fresh === null) return errors.makeReady([no], replica.name).stays.get(no);
        errors.correct({ no, set: { [column]: fresh }, who: replica.name });
        return undefined;
      }),
    );
    log(`${replica.name} tries ${what} again ${fresh === null ? 'as it is' : `with ${fresh}`} -- ${stays ?? 'ready'}`);
  } catch (thrown) {
    if (!(thrown instanceof Error) || !(thrown instanceof ConcordError || /constraint/i.test(thrown.message)))
      throw thrown;
    log(`${replica.name} tries ${what} again -- ${thrown.message}`);
  }
}

/** What was taken back is dropped by its author, who has read it. */
export async function dropErrors({ ledger, replica, log }: Person, dropped: Set<string>): Promise<void> {
  const back = replica.errors().filter(({ takenBackAt }) => takenBackAt !== null);
  if (back.length === 0) return;
  const errors = errorsOf(replica);
  for (const { no, table, key, row } of back) {
    dropped.add(`${table.name} ${JSON.stringify(Object.values(key))}`);
    for (const values of [row, ...errors.history(no).map((step) => step.row)])
      ledger.forget(Object.values(values ?? {}));
  }
  await replica.replica.write(() =>
    deleteEntries(
      replica.replica.db,
      back.map(({ no }) => no),
    ),
  );
  log(`${replica.name} drops ${back.length} errors`);
}

/** What the hub refuses to the end is decided for the hub's rows; how many were. */
export async function giveIn({ replica: { inbox, name } }: Person): Promise<number> {
  const numbers = [...inbox.numbers({ tab: 'undecided' }), ...inbox.numbers({ tab: 'parked' })];
  return numbers.length === 0 ? 0 : (await inbox.resolveAll(numbers, { keep: 'theirs' }, name)).decided;
}

/** All that can be read of errors, in every state, with their history, and of what the hub stored otherwise. */
export function errorsKept({ replica }: StageReplica): unknown {
  const steps = replica.reader.all<{ row: string | null }>(`select row from _concord_error_step where row is not null`);
  return [
    listErrors(replica.reader, ['open', 'parked', 'resolved']),
    alteredIn(replica),
    steps.map(({ row }) => JSON.parse(row ?? 'null') as unknown),
  ];
}

function alteredIn({ reader }: StageReplica['replica']): unknown {
  if (!hasTable(reader, '_concord_altered')) return [];
  return reader.column(`select mine from _concord_altered`).map((text): unknown => JSON.parse(String(text)));
}

function errorsOf({ replica, inbox }: StageReplica): RowErrors {
  return openErrors({
    ...replica,
    records: { ...replica.records, find: (name) => replica.tables().get(tableKey(name)) },
    inbox: { openFor: inbox.openFor, raise: inbox.port.raise },
    now: () => new Date(),
  });
}
