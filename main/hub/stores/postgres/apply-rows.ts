// Uploaded rows of one table against the hub's, many at a time: plain write, conflict, or nothing to do (W-169…W-176,
// CM1…CM10).

import type { Row } from '../../../sync/cell.ts';
import type { ChangeKind, Presence } from '../../../sync/conflict.ts';
import { judge, type ConflictRules } from '../../conflict.ts';
import type { RowJudge } from '../../row-rules.ts';
import { notRemembered, type RowFault } from '../refusal.ts';
import type { RowOutcome } from '../tallies.ts';
import type { Look, Manner, Writing } from './row-changes.ts';
import type { TableWork } from './table-work.ts';

/** What deciding about rows depends on besides the rows. */
export interface RowsContext {
  readonly rules: ConflictRules;
  /** Hub time up to which the sender knows the hub; null = not at all. */
  readonly watermark: bigint | null;
  /** L9: what the hub has a record of cannot be judged. */
  readonly forgotten: boolean;
  /** Told of an own row that is kept though the sender cannot have known it: insert against insert (L33). */
  parentKept(work: TableWork, incoming: Row): void;
}

/** What became of a row: counted, or refused with its reason. */
export type RowResult = RowOutcome | RowFault;

/** Rows of one kind with different keys. */
export interface IncomingRows {
  readonly kind: ChangeKind;
  readonly rows: readonly Row[];
  readonly how: Manner;
  /** why the table refuses these rows, where their rule is asked once more; by their places. */
  readonly refused?: readonly (RowFault | undefined)[];
}

interface Met {
  readonly at: number;
  readonly row: Row;
  readonly look: Look;
}

interface Plan {
  readonly results: RowResult[];
  readonly writes: (Writing & { readonly at: number })[];
  readonly removes: Row[];
  /** Rows as sent that the hub now holds (L23). */
  readonly taken: Row[];
  readonly contested: Met[];
  /** Kept parents; told once everything else has gone well. */
  readonly parents: Row[];
}

/**
 * Applies rows of one table and kind. Together: where the database refuses one it throws, and the caller undoes; each: such
 * rows are refused.
 */
export async function applyRows(context: RowsContext, work: TableWork, incoming: IncomingRows): Promise<RowResult[]> {
  const { kind, rows, how } = incoming;
  await work.lock(rows, kind === 'delete');
  const looks = await work.look(kind === 'upsert' ? 'rows' : 'keys', rows, context.watermark);
  const met = rows.flatMap((row, at): Met[] => {
    const look = looks[at];
    return look ? [{ at, row, look }] : [];
  });
  const plan: Plan = { results: [], writes: [], removes: [], taken: [], contested: [], parents: [] };
  for (const item of met) {
    if (context.forgotten && isForgotten(kind, item.look)) plan.results[item.at] = notRemembered;
    else if (kind === 'upsert') planUpsert(plan, work, item);
    else planDelete(plan, item);
  }
  if (plan.contested.length > 0) await settle(context, work, { kind, plan });
  if (context.rules.judgeRow) await obey(context, work, { plan, met, incoming, judge: context.rules.judgeRow });
  const writings = withoutFaults(work, plan);
  const refused = new Map([...(await work.write(writings, how)), ...(await work.remove(plan.removes, how))]);
  for (const { at, row } of [...plan.writes, ...met]) noteRefusal(plan, at, refused.get(row));
  const denied = new Set(met.filter(({ at }) => typeof plan.results[at] !== 'string').map(({ row }) => row));
  const taken = plan.taken.filter((row) => !denied.has(row));
  await work.remember(taken, kind === 'upsert' ? 'rows' : 'deleted');
  for (const row of plan.parents) context.parentKept(work, row);
  return plan.results;
}

function noteRefusal({ results }: Plan, at: number, message: string | undefined): void {
  if (message !== undefined) results[at] = { code: 'row-refused', message };
}

/** Somebody else has changed the record since, or nobody knows; what is alike, or gone on both sides, is no loss. */
function isForgotten(kind: ChangeKind, { present, contested, hasEntry, differs }: Look): boolean {
  if (hasEntry && !contested) return false;
  if (!present) return kind === 'upsert' && hasEntry;
  return kind === 'delete' || differs.includes('1');
}

/** nobody else has changed the hub's row since the sender last saw it. */
function planUpsert(plan: Plan, work: TableWork, { at, row, look }: Met): void {
  plan.results[at] = 'applied';
  if (work.allKey && look.present) return;
  if (look.contested) plan.contested.push({ at, row, look });
  else {
    plan.writes.push({ at, row, look, bySender: true, forced: false });
    plan.taken.push(row);
  }
}

/** W-174: a delete of a row that is not there is a harmless conflict. */
function planDelete(plan: Plan, { at, row, look }: Met): void {
  plan.results[at] = 'applied';
  if (!look.present || look.contested) plan.contested.push({ at, row, look });
  else {
    plan.removes.push(row);
    plan.taken.push(row);
  }
}

interface Settling {
  readonly kind: ChangeKind;
  readonly plan: Plan;
}

async function settle(context: RowsContext, work: TableWork, { kind, plan }: Settling): Promise<void> {
  const { contested } = plan;
  const asks = context.rules.onConflict !== undefined;
  const own = asks ? await work.present(contested.map(({ row }) => row)) : [];
  const decided: { readonly met: Met; readonly row: Row; readonly asOwn: boolean }[] = [];
  for (const [place, met] of contested.entries()) {
    const { at, row, look } = met;
    if ((look.present || kind === 'upsert') && look.sent) continue;
    const presence: Presence = look.present ? 'row' : look.hasEntry ? 'tombstone' : 'none';
    const verdict = judge(context.rules, {
      table: work.table.table,
      kind,
      incoming: row,
      presence,
      own: own[place] ?? null,
    });
    plan.results[at] = verdict.do === 'keep' ? 'kept' : 'settled';
    if (verdict.do === 'keep' && kind === 'upsert' && look.present && look.unknown) plan.parents.push(row);
    if (verdict.do === 'delete') plan.removes.push(row);
    if (verdict.do === 'write') decided.push({ met, row: verdict.row, asOwn: verdict.asOwn });
    if (verdict.do === 'delete' || (verdict.do === 'write' && !verdict.asOwn)) plan.taken.push(row);
  }
  if (decided.length === 0) return;
  const rows = decided.map(({ row }) => row);
  const looks = await work.look('rows', rows, context.watermark);
  for (const [place, { met, row, asOwn }] of decided.entries()) {
    const look = looks[place] ?? met.look;
    plan.writes.push({ at: met.at, row, look, bySender: !asOwn, forced: true });
  }
}

interface Obeying {
  readonly plan: Plan;
  readonly met: readonly Met[];
  readonly incoming: IncomingRows;
  readonly judge: RowJudge;
}

/** the owner's rules are asked before anything is written; what they refuse leaves the plan, what they mend changes in it. */
async function obey(context: RowsContext, work: TableWork, { plan, met, incoming, judge }: Obeying): Promise<void> {
  const { results, writes, removes } = plan;
  const placeOf = new Map(met.map(({ at, row }) => [row, at]));
  const changes = [
    ...writes
      .filter((item) => item.forced || isWritten(item))
      .map(({ at, row }) => ({ at, row, next: row as Row | null })),
    ...removes.map((row) => ({ at: placeOf.get(row) ?? -1, row, next: null })),
  ];
  const stored = changes.length === 0 ? [] : await work.present(changes.map(({ row }) => row));
  const { table, travels: columns, keyAt } = work.table;
  const refused = new Set<number>();
  const mended = new Map<number, Row>();
  for (const [place, { at, next }] of changes.entries()) {
    const before = stored[place] ?? null;
    const judgement = judge({ table, columns, keyAt, next, before, refused: incoming.refused?.[at] });
    if (!judgement) continue;
    if ('row' in judgement) mended.set(at, judgement.row);
    else {
      results[at] = judgement;
      refused.add(at);
    }
  }
  if (refused.size === 0 && mended.size === 0) return;
  const own = await asOwn(work, [...mended.values()], context.watermark);
  const goes = writes.filter(({ at }) => !refused.has(at));
  writes.splice(0, writes.length, ...goes.map((item) => ({ ...item, ...own.get(mended.get(item.at)) })));
  removes.splice(0, removes.length, ...removes.filter((row) => !refused.has(placeOf.get(row) ?? -1)));
}

/** a mended row is nobody's change, and goes to its sender even where the hub held it already. */
async function asOwn(
  work: TableWork,
  rows: readonly Row[],
  watermark: bigint | null,
): Promise<ReadonlyMap<Row | undefined, Writing>> {
  const looks = rows.length === 0 ? [] : await work.look('rows', rows, watermark);
  return new Map(
    rows.flatMap((row, at) => {
      const look = looks[at];
      return look ? [[row, { row, look, bySender: false, forced: true }]] : [];
    }),
  );
}

function isWritten({ look }: Writing): boolean {
  return !look.present || look.differs.includes('1');
}

/** SF-09: rows that would be stored otherwise than they were sent are refused; a rounded one comes back to its sender. */
function withoutFaults(work: TableWork, { results, writes }: Plan): Writing[] {
  return writes.flatMap((item): Writing[] => {
    const fault = isWritten(item) ? work.faultOf(item.row) : null;
    if (fault === null) return [item];
    if (fault === 'rounded') return [{ ...item, bySender: false }];
    results[item.at] = { code: 'value-invalid', message: fault };
    return [];
  });
}
