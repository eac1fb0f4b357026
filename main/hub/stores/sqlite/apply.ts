// The apply of an upload: one transaction from the error set to the cached outcome (W-101, W-110, W-176, W-244).

import { ConcordError } from '../../../sync/problem.ts';
import { directionOf, mayUpload, tableKey } from '../../../sync/schema.ts';
import { outsideRefusal } from '../fence.ts';
import { inTurn } from '../part-order.ts';
import type { Applied, UploadPart } from '../store.ts';
import { isUnknownTo, passes } from './apply-row.ts';
import { outcomeOf, startRun, tryRow, type ApplyInput, type ApplyRun, type Waiting } from './apply-run.ts';
import { isSelfReferencing } from '../kept-parents.ts';
import { aheadRows } from './look-ahead.ts';
import { outcomeToJson } from '../outcome.ts';
import { isMendable, isOfRule, keyText, notRemembered, standingFault, type ParkedState } from '../refusal.ts';
import { nameOf } from '../table.ts';
import type { TableWork } from './table-work.ts';

/** How long outcomes are kept for repeats (W-101); a session lives an hour after its last request. */
const outcomeDays = 1;

/** Runs inside the hub's write transaction; throwing rolls everything back. */
export async function applyUpload(input: ApplyInput): Promise<Applied> {
  const { db, upload } = input;
  db.run(`update _concord_clock set applying = ?`, input.watched ? 0 : 1);
  const run = startRun(input);
  // What was refused once is not tried behind a fence: it may lie outside.
  if (!upload.within) await retryParked(run);
  await applyParts(run);
  for (const refused of upload.misfits) {
    run.tallies.fail(refused.table, refused.kind);
    run.refused.push(refused);
  }
  for (const waiting of await settleWaiting(run)) giveUp(run, waiting);
  forgetKnown(run);
  run.flush();
  run.stamps.save();
  db.run(`update _concord_clock set applying = 0`);
  const outcome = { counts: run.tallies.counts(), refused: run.refused, kept: run.kept };
  saveOutcome(run, outcome);
  return outcome;
}

/** W-244: what comes anew leaves the error set, the rest of it is tried before the new rows. */
async function retryParked(run: ApplyRun): Promise<void> {
  const parked = run.parked.list();
  if (parked.length === 0) return;
  const coming = await uploadedKeys(run);
  for (const row of parked) {
    const work = run.work(row.table.table);
    const key = work.keyOf(row.row);
    if (coming.has(`${tableKey(row.table.table)} ${keyText(row.table, key)}`)) run.parked.drop(row.table, key);
    else if (row.state === 'retry') {
      tryRow(run, work, {
        ...row,
        context: { ...run.context, watermark: row.watermark, forgotten: false, isCalm: () => false },
        parked: row,
      });
    }
  }
}

async function uploadedKeys(run: ApplyRun): Promise<ReadonlySet<string>> {
  const keys = new Set<string>();
  for (const part of run.upload.parts) {
    const work = run.work(part.table);
    for (const row of await part.read()) keys.add(`${tableKey(part.table)} ${keyText(work.table, work.keyOf(row))}`);
  }
  return keys;
}

async function applyParts(run: ApplyRun): Promise<void> {
  for (const { part, opensTable } of inTurn(run.upload.parts, run.upload.scope.schema)) {
    const from = performance.now();
    const work = run.work(part.table);
    if (opensTable) await findKeptParents(run, work);
    await applyPart(run, work, part);
    run.upload.onTable?.({ table: part.table, rows: part.rows, ms: performance.now() - from });
  }
}

async function applyPart(run: ApplyRun, work: TableWork, part: UploadPart): Promise<void> {
  const { context } = run;
  const expected = work.table.travels.length;
  const allowed = mayUpload(directionOf(run.upload.scope.setup, part.table));
  const rows = await part.read();
  for (const [at, row] of rows.entries()) {
    if (at % aheadRows === 0) work.lookAhead(rows.slice(at, at + aheadRows));
    if (row.length !== expected)
      throw new ConcordError('row-width', { found: row.length, table: part.table.name, expected });
    if (run.barred(work.table, row)) refuseOutside(run, work, { kind: part.kind, row });
    else if (allowed)
      tryRow(run, work, { kind: part.kind, row, context: heardAs(context, run.heard(work.table, row)), parked: null });
    else refuseDirection(run, work, { kind: part.kind, row });
    if (run.slices.due()) await run.slices.pause();
  }
}

function heardAs(context: ApplyRun['context'], heard: bigint | null): ApplyRun['context'] {
  const watermark = heard === null ? null : Number(heard);
  return watermark === context.watermark ? context : { ...context, watermark, isCalm: () => false };
}

function refuseOutside(run: ApplyRun, { table }: TableWork, { kind, row }: Pick<Waiting, 'kind' | 'row'>): void {
  run.tallies.fail(table.table, kind);
  run.refused.push(outsideRefusal(table, kind, row));
}

/** W-209, W-262: the table is only sent, never received. */
function refuseDirection(run: ApplyRun, work: TableWork, { kind, row }: Pick<Waiting, 'kind' | 'row'>): void {
  const { table } = work;
  run.tallies.fail(table.table, kind);
  const message = 'this table can only be received from the hub';
  run.refused.push({ table: nameOf(table), key: work.keyOf(row), kind, code: 'table-read-only', message });
}

/** L33 in a table that refers to itself: a child may come before its parent, so the parents are looked for first. */
async function findKeptParents(run: ApplyRun, work: TableWork): Promise<void> {
  const { upload, context } = run;
  if (!upload.sender.concord || upload.onConflict || upload.policy !== 'server-wins') return;
  if (!isSelfReferencing(upload.scope.schema, work.table)) return;
  const own = upload.parts.filter(
    (part) => part.kind === 'upsert' && tableKey(part.table) === tableKey(work.table.table),
  );
  for (const part of own) {
    for (const row of await part.read()) {
      const key = work.bindKey(row);
      const entry = work.entry(key);
      if (entry && work.present(key) && !passes(context, entry) && isUnknownTo(context, entry))
        run.parents.add(work.table, row);
      if (run.slices.due()) await run.slices.pause();
    }
  }
}

/** Decisions 10: refused rows are tried again until a pass settles none; what is left is refused for good. */
async function settleWaiting(run: ApplyRun): Promise<readonly Waiting[]> {
  const ruled = run.waiting.filter(isOfRule);
  const tried = await inPasses(
    run,
    run.waiting.filter((item) => !isOfRule(item)),
  );
  return [...ruled, ...(run.upload.judgeRow ? await mendRefused(run, tried) : tried)];
}

async function inPasses(run: ApplyRun, items: readonly Waiting[]): Promise<readonly Waiting[]> {
  let waiting = items;
  for (let before = Infinity; waiting.length > 0 && waiting.length < before;) {
    before = waiting.length;
    const left: Waiting[] = [];
    for (const item of waiting) {
      left.push(...tryAgain(run, item));
      if (run.slices.due()) await run.slices.pause();
    }
    waiting = left;
  }
  return waiting;
}

/** rules are asked once more about what their tables refuse; what one row was refused for may go with another's mending. */
async function mendRefused(run: ApplyRun, items: readonly Waiting[]): Promise<readonly Waiting[]> {
  const left: Waiting[] = items.filter((item) => !isMendable(item));
  let isMended = false;
  for (const item of items.filter(isMendable)) {
    const [refused] = isMended ? tryAgain(run, item) : [item];
    const still = refused && isMendable(refused) ? mend(run, refused) : refused;
    if (still) left.push(still);
    else isMended = true;
    if (run.slices.due()) await run.slices.pause();
  }
  if (!isMended) return left;
  return [
    ...left.filter(isOfRule),
    ...(await inPasses(
      run,
      left.filter((item) => !isOfRule(item)),
    )),
  ];
}

/** The row if it is still refused, with its reason by now. */
function tryAgain(run: ApplyRun, item: Waiting): readonly Waiting[] {
  const refusal = outcomeOf(run, item.work, item);
  if (refusal) return [{ ...item, ...refusal }];
  if (item.parked) run.parked.drop(item.table, item.work.keyOf(item.row));
  return [];
}

/** Null = its rule has mended it. */
function mend(run: ApplyRun, item: Waiting): Waiting | null {
  const { code, message } = item;
  const [still] = tryAgain(run, { ...item, context: { ...item.context, refused: { code, message } } });
  return still ? { ...item, ...standingFault(item, still) } : null;
}

function giveUp(run: ApplyRun, waiting: Waiting): void {
  const { table, kind, row, code, message, work } = waiting;
  const stays = code === 'parent-kept' || code === notRemembered.code;
  if (run.upload.errorPolicy === 'throw' && !stays)
    throw new ConcordError('row-refused', { table: table.name, reason: message });
  run.tallies.fail(table.table, kind);
  if (run.upload.sender.concord || code === notRemembered.code)
    run.refused.push({ table: nameOf(table), key: work.keyOf(row), kind, code, message });
  const state = parkedState(run, waiting);
  if (state === null) return;
  const tries = waiting.parked?.message === message ? waiting.parked.tries + 1 : 1;
  run.parked.put({ table, kind, row, state, code, message, tries, watermark: waiting.context.watermark });
}

/** W-250: tried again by the next session, and no more after two equal failures; a Concord client keeps its rows itself. */
function parkedState(run: ApplyRun, { code, message, parked }: Waiting): ParkedState | null {
  // Later nothing would hold it back.
  if (code === notRemembered.code) return 'failed';
  switch (run.upload.errorPolicy) {
    case 'continue':
      return 'failed';
    case 'retry':
      return 'retry';
    default:
      if (run.upload.sender.concord) return null;
      return code === 'value-invalid' || parked?.message === message ? 'failed' : 'retry';
  }
}

/** L23: what a client has certainly heard of in all its scopes it does not send again. */
function forgetKnown({ db, context, tables }: ApplyRun): void {
  if (!context.remembers) return;
  const { client } = context.signature;
  const heard = db.value(`select min(coalesce(heard_up_to, 0)) from _concord_client_scope where client = ?`, client);
  if (typeof heard !== 'number' || heard === 0) return;
  for (const { known } of tables.values())
    db.run(`delete from ${known} where client = ? and stamp <= ?`, client, heard);
}

function saveOutcome({ db, upload, context, scopeNo, at }: ApplyRun, outcome: Applied): void {
  db.run(
    `delete from _concord_hub_session where at < strftime('%Y-%m-%dT%H:%M:%fZ', ?, ?)`,
    at,
    `-${outcomeDays} days`,
  );
  db.run(
    `insert into _concord_hub_session (id, client, scope, at, outcome) values (?, ?, ?, ?, ?)
     on conflict (id) do update set client = excluded.client, scope = excluded.scope, at = excluded.at,
     outcome = excluded.outcome`,
    upload.session,
    context.signature.client,
    scopeNo,
    at,
    outcomeToJson(outcome),
  );
}
