// One uploaded row against the hub's: plain write, conflict, or nothing to do (W-169…W-176, CM1…CM10).

import type { Row } from '../../../sync/cell.ts';
import { canApply, type ChangeKind, type Presence } from '../../../sync/conflict.ts';
import { judge, type ConflictRules } from '../../conflict.ts';
import type { Signature } from './clients.ts';
import { notRemembered, RowRefused, type RowFault } from '../refusal.ts';
import type { RowOutcome } from '../tallies.ts';
import type { Stamps } from './stamps.ts';
import type { BoundKey, Entry, TableWork } from './table-work.ts';

/** What deciding about a row depends on besides the row. */
export interface RowContext {
  readonly rules: ConflictRules;
  readonly signature: Signature;
  /** Hub time up to which the sender knows the hub; null = not at all. */
  readonly watermark: number | null;
  /** L9: what the hub has a record of cannot be judged. */
  readonly forgotten: boolean;
  readonly stamps: Stamps;
  /** Triggers or cascades of the database may answer a write, so what is stored is compared with what was sent (L30). */
  readonly watched: boolean;
  /** What clients send is remembered, so that a repeat overwrites nobody (L23). */
  readonly remembers: boolean;
  /** True while nobody else has touched the table since the watermark: then entries need no look. */
  isCalm(work: TableWork): boolean;
  /** why its table refuses the row, where its rule is asked once more. */
  readonly refused?: RowFault;
  /** Told of an own row that is kept though the sender cannot have known it: insert against insert (L33). */
  parentKept(work: TableWork, incoming: Row): void;
}

/** A row on its way in. */
export interface IncomingRow {
  readonly kind: ChangeKind;
  readonly row: Row;
}

interface Met {
  readonly kind: ChangeKind;
  readonly row: Row;
  readonly key: BoundKey;
  /** The hub's own row. */
  readonly own: Row | null;
}

/** Applies one row. Throws a constraint error or a RowRefused where the table refuses it; then nothing was changed. */
export function applyRow(context: RowContext, work: TableWork, { kind, row }: IncomingRow): RowOutcome {
  const key = work.bindKey(row);
  const met = { kind, row, key, own: work.present(key) };
  return kind === 'upsert' ? applyUpsert(context, work, met) : applyDelete(context, work, met);
}

/** nobody else has changed the hub's row since the sender last saw it. */
export function passes({ signature, watermark }: RowContext, entry: Entry | null): boolean {
  if (!entry) return true;
  const owner = entry.owner === null ? null : String(entry.owner);
  return canApply({ owner, stamp: entry.stamp }, String(signature.client), watermark);
}

/** L33: the hub's row was inserted after the sender last saw the hub. */
export function isUnknownTo({ watermark }: RowContext, entry: Entry): boolean {
  return watermark === null ? entry.born > 0 : entry.born > watermark;
}

function applyUpsert(context: RowContext, work: TableWork, met: Met): RowOutcome {
  if (work.allKey && met.own) return 'applied';
  const entry = context.isCalm(work) ? null : work.entry(met.key);
  if (isForgotten(context, entry) && (met.own ? work.merge(met.own, met.row) !== met.own : entry)) refuseForgotten();
  if (passes(context, entry)) {
    write(context, work, { ...met, by: context.signature, forced: false });
    remember(context, work, met);
    return 'applied';
  }
  const outcome = settle(context, work, { ...met, entry });
  if (outcome === 'kept' && met.own && entry && isUnknownTo(context, entry)) context.parentKept(work, met.row);
  return outcome;
}

/** W-174: a delete of a row that is not there is a harmless conflict. */
function applyDelete(context: RowContext, work: TableWork, met: Met): RowOutcome {
  const entry = met.own && context.isCalm(work) ? null : work.entry(met.key);
  if (met.own && isForgotten(context, entry)) refuseForgotten();
  if (!met.own || !passes(context, entry)) return settle(context, work, { ...met, entry });
  remove(context, work, met);
  remember(context, work, met);
  return 'applied';
}

/** L9: somebody else has changed the record since, or nobody knows. */
function isForgotten(context: RowContext, entry: Entry | null): boolean {
  return context.forgotten && (entry === null || !passes(context, entry));
}

function refuseForgotten(): never {
  throw new RowRefused(notRemembered.code, notRemembered.message);
}

interface Contested extends Met {
  readonly entry: Entry | null;
}

function settle(context: RowContext, work: TableWork, met: Contested): RowOutcome {
  const { kind, row, own, entry } = met;
  if ((own || kind === 'upsert') && isRepeat(context, work, met)) return 'applied';
  const presence: Presence = own ? 'row' : entry ? 'tombstone' : 'none';
  const verdict = judge(context.rules, { table: work.table.table, kind, incoming: row, presence, own });
  if (verdict.do === 'keep') return 'kept';
  if (verdict.do === 'delete') remove(context, work, met);
  else write(context, work, { ...met, row: verdict.row, by: verdict.asOwn ? null : context.signature, forced: true });
  if (verdict.do === 'delete' || !verdict.asOwn) remember(context, work, met);
  return 'settled';
}

interface Writing extends Met {
  readonly by: Signature | null;
  /** A forced write is signed even where it changes nothing: the sender's row won, or nobody's. */
  readonly forced: boolean;
}

function write(context: RowContext, work: TableWork, { row, key, own: stored, by, forced }: Writing): void {
  const sent = stored ? work.merge(stored, row) : row;
  if (sent === stored && !forced) return;
  const mended = obey(context, work, { next: sent, before: stored });
  const own = mended && stored ? work.merge(stored, mended) : mended;
  const next = own ?? sent;
  const fault = work.check(next, stored);
  if (fault !== null) throw new RowRefused('value-invalid', fault);
  if (work.keys?.lacksParent(next)) throw new RowRefused('row-refused', 'its parent record is missing');
  if (!stored) work.insert(next);
  else if (next !== stored) work.update(next, stored, key);
  const isAsMeant = !context.watched || isStored(work, key, next);
  const signer = mended === null && isAsMeant ? by : null;
  work.mark(key, { by: signer, stamp: context.stamps.next(), born: stored === null, gone: false });
}

/** L30: false where a trigger changed the row on its way in; then it is the hub's own change and comes back. */
function isStored(work: TableWork, key: BoundKey, sent: Row): boolean {
  const stored = work.present(key);
  if (!stored) throw new RowRefused('row-refused', 'a rule of the database dropped the record');
  return work.merge(stored, sent) === stored;
}

function remove(context: RowContext, work: TableWork, { key, own }: Met): void {
  if (own && work.keys?.hasChildren(own)) throw new RowRefused('row-refused', 'other records still belong to it');
  obey(context, work, { next: null, before: own });
  const removed = work.remove(key);
  if (!removed || (context.watched && work.present(key))) {
    throw new RowRefused('row-refused', 'a rule of the database keeps the record');
  }
  work.mark(key, { by: context.signature, stamp: context.stamps.next(), born: false, gone: true });
}

/** the owner's rules are asked before anything is written; the row as it is mended, null = as it is. */
function obey(
  { rules, refused }: RowContext,
  { table }: TableWork,
  change: { readonly next: Row | null; readonly before: Row | null },
): Row | null {
  const { table: name, travels: columns, keyAt } = table;
  const judgement = rules.judgeRow?.({ table: name, columns, keyAt, refused, ...change }) ?? null;
  if (judgement && 'code' in judgement) throw new RowRefused(judgement.code, judgement.message);
  return judgement && judgement.row;
}

function remember(context: RowContext, work: TableWork, { kind, row, key }: Met): void {
  if (!context.remembers) return;
  const sent = kind === 'delete' ? null : row;
  work.remember(key, sent, { client: context.signature.client, stamp: context.stamps.last() });
}

/** L23: the sender has sent exactly this before, and somebody else changed the row since: nothing new is being said. */
function isRepeat({ remembers, signature }: RowContext, work: TableWork, { kind, row, key }: Met): boolean {
  return remembers && work.wasSent(key, kind === 'delete' ? null : row, signature.client);
}
