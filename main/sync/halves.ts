// A stock hub that stops a whole upload names no record: the rows are sent in halves until the one at fault is alone; it and
// what needs it stay here, all others go (ER-07, R-155, R-156).

import type { AppliedCount } from './counters.ts';
import type { HubAnswer, RefusedRow, Upload, UploadRequest } from './orchestrator.ts';
import { ConcordError } from './problem.ts';
import { isPassing, reasonOfRefusal, type RowCause } from './row-error.ts';
import { tableKey } from './schema.ts';
import type { SessionInput } from './session-input.ts';
import { dependentsOf, partOf, uploadRows, type UploadRow } from './upload-rows.ts';

/** An upload that the hub has stopped. */
export interface StoppedUpload extends UploadRequest {
  readonly failure: ConcordError;
}

/** So many rows at fault are looked for in one session; what is left goes with the next (each costs a search). */
const mostAtFault = 8;

/** true where halves may help: a stock hub stopped an upload with rows in it, and not for a cause that passes. */
export function mayHalve(thrown: unknown, upload: Upload, isConcord: boolean): thrown is ConcordError {
  if (isConcord || !(thrown instanceof ConcordError) || thrown.code !== 'hub-refused') return false;
  const details = thrown.details ?? '';
  // A handler of the hub stops sessions on a conflict: that is what its owner wants (W-283).
  if (/^\d+ RollbackException\b/.test(details)) return false;
  return upload.counts.some(({ upserts, deletes }) => upserts + deletes > 0) && !isPassing(details);
}

type Try = { readonly answer: HubAnswer } | { readonly failure: ConcordError };

/**
 * finds the rows at fault by at most 2 · log2 n further uploads each, rounded up, and sends the rest. What a half has
 * brought to the hub stays there; the last answer holds everything that comes down. Throws the hub's failure where the rows
 * are not its cause.
 */
export async function sendInHalves(input: SessionInput, stopped: StoppedUpload): Promise<HubAnswer> {
  const { upload, scope } = stopped;
  const books = createBooks();
  let left: readonly UploadRow[] = await uploadRows(upload, scope.schema);
  let failure = stopped.failure;
  for (let found = 0; left.length > 0; found++) {
    if (found === mostAtFault) return finish(input, stopped, { books, left: [], isWhole: false });
    const fault = await findFault(left, async (rows) => {
      const tried = await send(input, stopped, rows);
      if ('answer' in tried) books.add(tried.answer.applied);
      else failure = tried.failure;
      return 'answer' in tried;
    });
    // A record that the hub has had before is there for its children, whatever it refuses of it now.
    const isThere = upload.isNew?.(fault.row) === false;
    const behind = isThere ? new Set<UploadRow>() : dependentsOf(left.slice(fault.at + 1), fault.row);
    left = left.slice(fault.at + 1).filter((row) => !behind.has(row));
    books.refuse(fault.row, failure);
    for (const row of behind) books.hold(row);
    const rest = await send(input, stopped, left);
    if ('answer' in rest) return books.close(rest.answer, { repeated: rest.answer.repeated });
    // Nothing has gone through yet, not even without any row: then no row is to blame.
    if (left.length === 0 || (found === 0 && !(await isRowsFault(input, stopped, books)))) throw rest.failure;
    failure = rest.failure;
  }
  return finish(input, stopped, { books, left, isWhole: true });
}

/** The first row that stops what is sent up to it; what stands before it is on the hub afterwards. */
async function findFault(
  rows: readonly UploadRow[],
  goes: (rows: readonly UploadRow[]) => Promise<boolean>,
): Promise<{ readonly at: number; readonly row: UploadRow }> {
  let from = 0;
  let to = rows.length;
  while (to - from > 1) {
    const middle = from + Math.ceil((to - from) / 2);
    if (await goes(rows.slice(from, middle))) from = middle;
    else to = middle;
  }
  const row = rows[from];
  if (!row) throw new ConcordError('unexpected', { reason: 'no row was sent' });
  return { at: from, row };
}

async function isRowsFault(input: SessionInput, stopped: StoppedUpload, books: Books): Promise<boolean> {
  return books.hasAccepted() || 'answer' in (await send(input, stopped, []));
}

async function finish(
  input: SessionInput,
  stopped: StoppedUpload,
  { books, left, isWhole }: { books: Books; left: readonly UploadRow[]; isWhole: boolean },
): Promise<HubAnswer> {
  const tried = await send(input, stopped, left);
  if ('failure' in tried) throw tried.failure;
  // What was not sent for want of tries falls short: the watermark stays, and the next session goes on (W-285).
  return books.close(tried.answer, { repeated: !isWhole || tried.answer.repeated });
}

/** One upload more, in a session of its own to the hub. */
async function send(input: SessionInput, stopped: StoppedUpload, rows: readonly UploadRow[]): Promise<Try> {
  const { remote } = input;
  const { scope, client, round, upload } = stopped;
  const now = input.now();
  await remote.endSession({ started: now, ended: now });
  input.checkpoint();
  input.halved?.({ rows: rows.length });
  input.enter('connect');
  await remote.openScope(round);
  await remote.getOperation(client, scope);
  input.checkpoint();
  input.enter('upload');
  try {
    return { answer: await remote.sendChanges({ scope, client, round, upload: partOf(upload, rows) }) };
  } catch (thrown) {
    if (!(thrown instanceof ConcordError) || thrown.code !== 'hub-refused' || isPassing(thrown.details ?? ''))
      throw thrown;
    return { failure: thrown };
  }
}

interface Books {
  add(applied: readonly AppliedCount[]): void;
  refuse(row: UploadRow, failure: ConcordError): void;
  hold(row: UploadRow): void;
  hasAccepted(): boolean;
  /** The last answer with the counts of all of them. */
  close(last: HubAnswer, more: { readonly repeated: boolean }): HubAnswer;
}

function createBooks(): Books {
  const counts = new Map<string, AppliedCount>();
  const refused: RefusedRow[] = [];
  const held: RefusedRow[] = [];
  const add = (count: AppliedCount): void => {
    const name = `${count.kind} ${tableKey(count.table)}`;
    const known = counts.get(name);
    counts.set(
      name,
      known
        ? {
            ...known,
            applied: known.applied + count.applied,
            resolved: known.resolved + count.resolved,
            failed: known.failed + count.failed,
            cumulative: known.cumulative + count.cumulative,
          }
        : count,
    );
  };
  return {
    add: (applied) => applied.forEach(add),
    refuse(row, failure) {
      const { table, kind, key } = row;
      refused.push({ table, kind, key, code: 'row-refused', isAlone: true, ...wordsOf(failure, row) });
      add({ table, kind, applied: 0, resolved: 0, failed: 1, received: 0, cumulative: 0 });
    },
    hold: ({ table, kind, key }) =>
      void held.push({ table, kind, key, code: 'parent-refused', message: 'its parent record was not taken' }),
    hasAccepted: () => [...counts.values()].some(({ applied, resolved }) => applied + resolved > 0),
    close(last, { repeated }) {
      last.applied.forEach(add);
      const total = [...counts.values()].reduce((sum, count) => sum + count.applied + count.resolved + count.failed, 0);
      const applied = [...counts.values()].map((count) => ({ ...count, received: total }));
      return { ...last, applied, refused, unsent: [...last.unsent, ...held], repeated };
    },
  };
}

/** What the hub's failure says of the row, without its SQL (W-264). */
function wordsOf(failure: ConcordError, { kind }: UploadRow): { readonly message: string; readonly column?: string } {
  const text = (failure.details ?? '')
    .replace(/\\u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
    .replaceAll('\\"', '"');
  const { cause, column } = reasonOfRefusal({ code: failure.code, message: text, kind });
  const rule = /check constraint "?'?(\w+)/i.exec(text)?.[1];
  const message = cause === 'rule' && rule !== undefined ? `the rule ${rule} is broken` : said[cause](column);
  return { message, ...(column !== null && { column }) };
}

const said: Readonly<Record<RowCause, (column: string | null) => string>> = {
  exists: (column) => `another record has the same ${column ?? 'value'}`,
  'parent-missing': () => 'its parent record is missing',
  'children-left': () => 'other records still belong to it',
  'value-missing': (column) => `${column ?? 'a column'}: a value is required`,
  'value-too-long': () => 'a text is too long for its column',
  'value-invalid': () => 'a value does not fit its column',
  rule: () => 'a rule of the table is broken',
  'read-only': () => 'this table can only be received from the hub',
  'parent-given-up': () => 'its parent record was given up',
  other: () => 'the hub stops at this record and does not say why',
};
