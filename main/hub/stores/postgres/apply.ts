// The apply of an upload: one transaction from the error set to the kept outcome (W-101, W-110, W-176, W-244).

import type { Row } from '../../../sync/cell.ts';
import { ConcordError } from '../../../sync/problem.ts';
import { directionOf, mayUpload, tableKey } from '../../../sync/schema.ts';
import { outsideRefusal } from '../fence.ts';
import { isSelfReferencing } from '../kept-parents.ts';
import { outcomeToJson } from '../outcome.ts';
import { isMendable, isOfRule, keyText, notRemembered, type ParkedState } from '../refusal.ts';
import { inTurn } from '../part-order.ts';
import type { Applied, UploadPart } from '../store.ts';
import { nameOf } from '../table.ts';
import {
  inChunks,
  startRun,
  tryRows,
  type ApplyInput,
  type ApplyRun,
  type Chunks,
  type Following,
  type Waiting,
} from './apply-run.ts';
import type { TableWork } from './table-work.ts';

/** How long outcomes are kept for repeats (W-101); a session lives an hour after its last request. */
const outcomeDays = 1;

/** Runs inside a write transaction; throwing rolls everything back. */
export async function applyUpload(input: ApplyInput): Promise<Applied> {
  const run = await startRun(input);
  // What was refused once is not tried behind a fence: it may lie outside.
  if (!input.upload.within) await retryParked(run);
  await applyParts(run);
  for (const refused of input.upload.misfits) {
    run.tallies.fail(refused.table, refused.kind);
    run.refused.push(refused);
  }
  await settleWaiting(run);
  for (const waiting of run.waiting) await giveUp(run, waiting);
  await forgetKnown(run);
  const outcome = { counts: run.tallies.counts(), refused: run.refused, kept: run.kept };
  await saveOutcome(run, outcome);
  return outcome;
}

/** W-244: what comes anew leaves the error set, the rest of it is tried before the new rows. */
async function retryParked(run: ApplyRun): Promise<void> {
  const parked = await run.parked.list();
  if (parked.length === 0) return;
  const coming = await uploadedKeys(run);
  for (const row of parked) {
    const work = run.work(row.table.table);
    const key = work.keyOf(row.row);
    if (coming.has(`${tableKey(row.table.table)} ${keyText(row.table, key)}`)) await run.parked.drop(row.table, key);
    else if (row.state === 'retry') {
      const attempt = { kind: row.kind, row: row.row, watermark: row.watermark, parked: row };
      await tryRows(run, work, { chunks: [[attempt]] });
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
  const turns = inTurn(run.upload.parts, run.upload.scope.schema);
  const read = createPartReader(run);
  for (const [at, { part, opensTable }] of turns.entries()) {
    const from = performance.now();
    const rows = await read(part);
    if (opensTable) await findKeptParents(run, rows.work);
    const next = turns[at + 1]?.part;
    const following: Following = async () => {
      const after = next?.kind === part.kind ? await read(next) : null;
      return after?.work === rows.work ? (after.chunks[0] ?? null) : null;
    };
    await applyPart(run, part, { rows, following });
    run.upload.onTable?.({ table: part.table, rows: part.rows, ms: performance.now() - from });
  }
}

/** A part that was read, cut into what is tried together. */
interface PartRows {
  readonly work: TableWork;
  readonly chunks: Chunks;
  /** Those that lie outside of the sender's filter. */
  readonly outside: readonly Row[];
}

/** Reads parts; the last one that was asked for is kept until it is asked for again. */
function createPartReader(run: ApplyRun): (part: UploadPart) => Promise<PartRows> {
  let kept: { readonly part: UploadPart; readonly rows: Promise<PartRows> } | null = null;
  return (part) => {
    if (kept?.part !== part) kept = { part, rows: partRows(run, part) };
    return kept.rows;
  };
}

async function partRows(run: ApplyRun, part: UploadPart): Promise<PartRows> {
  const work = run.work(part.table);
  const expected = work.table.travels.length;
  const all = await part.read();
  const odd = all.find((row) => row.length !== expected);
  if (odd) throw new ConcordError('row-width', { found: odd.length, table: part.table.name, expected });
  const { kind } = part;
  const outside = all.filter((row) => run.barred(work.table, row));
  const rows = outside.length === 0 ? all : all.filter((row) => !run.barred(work.table, row));
  const attempts = rows.map((row) => ({ kind, row, watermark: run.heard(work.table, row), parked: null }));
  return { work, chunks: inChunks(work, attempts), outside };
}

interface Applying {
  readonly rows: PartRows;
  readonly following: Following;
}

async function applyPart(run: ApplyRun, { table, kind }: UploadPart, { rows, following }: Applying): Promise<void> {
  const { work, chunks, outside } = rows;
  for (const row of outside) refuseOutside(run, work, { kind, row });
  if (mayUpload(directionOf(run.upload.scope.setup, table))) await tryRows(run, work, { chunks, following });
  else for (const { row } of chunks.flat()) refuseDirection(run, work, { kind, row });
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
  const { upload } = run;
  if (!upload.sender.concord || upload.onConflict || upload.policy !== 'server-wins') return;
  if (!isSelfReferencing(upload.scope.schema, work.table)) return;
  for (const part of upload.parts) {
    if (part.kind !== 'upsert' || tableKey(part.table) !== tableKey(work.table.table)) continue;
    const rows = await part.read();
    const looks = await work.look('keys', rows, upload.watermark);
    for (const [at, row] of rows.entries()) {
      const look = looks[at];
      if (look?.present && look.contested && look.unknown) run.parents.add(work.table, row);
    }
  }
}

/** Decisions 10: refused rows are tried again until a pass settles none; what is left is refused for good. */
async function settleWaiting(run: ApplyRun): Promise<void> {
  const ruled = run.waiting.filter(isOfRule);
  const tried = await inPasses(
    run,
    run.waiting.filter((item) => !isOfRule(item)),
  );
  run.waiting = [...ruled, ...(run.upload.judgeRow ? await mendRefused(run, tried) : tried)];
}

async function inPasses(run: ApplyRun, items: readonly Waiting[]): Promise<readonly Waiting[]> {
  let waiting = items;
  for (let before = Infinity; waiting.length > 0 && waiting.length < before;) {
    before = waiting.length;
    const left: Waiting[] = [];
    for (const group of inGroups(waiting)) left.push(...(await tryAgain(run, group)));
    waiting = left;
  }
  return waiting;
}

/** rules are asked once more about what their tables refuse; what one row was refused for may go with another's mending. */
async function mendRefused(run: ApplyRun, items: readonly Waiting[]): Promise<readonly Waiting[]> {
  const left: Waiting[] = items.filter((item) => !isMendable(item));
  let isMended = false;
  // A parent among them goes first, alone: its children may need no mending then.
  const groups = inGroups(items.filter(isMendable)).flatMap((group) => {
    const [first] = group;
    return first && isSelfReferencing(run.upload.scope.schema, first.table) ? group.map((item) => [item]) : [group];
  });
  for (const group of groups) {
    const refused: readonly Waiting[] = isMended ? await tryAgain(run, group) : group;
    const asked = refused.filter(isMendable).map(asRefused);
    const still: readonly Waiting[] = asked.length === 0 ? [] : await tryAgain(run, asked);
    left.push(...refused.filter((item) => !isMendable(item)), ...still);
    isMended ||= still.length < asked.length;
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

function asRefused(item: Waiting): Waiting {
  const { code, message } = item;
  return { ...item, refused: { code, message } };
}

/** Tries neighbours in one go; those that are still refused, with their reasons by now. */
async function tryAgain(run: ApplyRun, group: readonly Waiting[]): Promise<readonly Waiting[]> {
  const [first] = group;
  run.waiting = [];
  if (first) await tryRows(run, first.work, { chunks: inChunks(first.work, group) });
  return run.waiting;
}

/** Neighbours that can be tried in one go; rows of the error set go alone. */
function inGroups(waiting: readonly Waiting[]): Waiting[][] {
  const groups: Waiting[][] = [];
  for (const item of waiting) {
    const last = groups.at(-1);
    const [first] = last ?? [];
    const fits = first && first.work === item.work && first.kind === item.kind && !first.parked && !item.parked;
    if (last && fits) last.push(item);
    else groups.push([item]);
  }
  return groups;
}

async function giveUp(run: ApplyRun, waiting: Waiting): Promise<void> {
  const { table, kind, row, code, message, work, watermark } = waiting;
  const stays = code === 'parent-kept' || code === notRemembered.code;
  if (run.upload.errorPolicy === 'throw' && !stays)
    throw new ConcordError('row-refused', { table: table.name, reason: message });
  run.tallies.fail(table.table, kind);
  if (run.upload.sender.concord || code === notRemembered.code)
    run.refused.push({ table: nameOf(table), key: work.keyOf(row), kind, code, message });
  const state = parkedState(run, waiting);
  if (state === null) return;
  const tries = waiting.parked?.message === message ? waiting.parked.tries + 1 : 1;
  await run.parked.put({ table, kind, row, state, code, message, tries, watermark });
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
async function forgetKnown({ db, upload, signature, tables }: ApplyRun): Promise<void> {
  if (upload.policy !== 'client-wins') return;
  const heard = await db.value(`select min(coalesce(heard_up_to, 0)) from _concord.client_scope where client = $1`, [
    signature.client,
  ]);
  if (heard === null || heard === '0') return;
  for (const { known } of tables.values())
    await db.run(
      `delete from ${known} k using _concord.change c where c.no = k.change and k.client = $1 and c.stamp <= $2`,
      [signature.client, heard],
    );
}

async function saveOutcome({ db, upload, signature, scopeNo, at }: ApplyRun, outcome: Applied): Promise<void> {
  const old = new Date(Date.parse(at) - outcomeDays * 86_400_000).toISOString();
  await db.run(`delete from _concord.outcome where at < $1`, [old]);
  await db.run(
    `insert into _concord.outcome (session, client, scope, at, outcome) values ($1, $2, $3, $4, $5)
     on conflict (session) do update set client = excluded.client, scope = excluded.scope, at = excluded.at,
     outcome = excluded.outcome`,
    [upload.session, signature.client, scopeNo, at, outcomeToJson(outcome)],
  );
}
