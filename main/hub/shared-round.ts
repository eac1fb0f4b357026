// A round of a session that several processes share: what one of them receives or prepares lies on the store's shelf before it
// is confirmed, so that any other can go on (HB-01, W-101, W-102).

import { randomUUID } from 'node:crypto';
import { cellFromJson, cellToJson, type JsonCell } from '../sync/cell.ts';
import type { ChangeKind } from '../sync/conflict.ts';
import type { Author, RefusedRow } from '../sync/orchestrator.ts';
import { findTable, syncColumns, type TableName } from '../sync/schema.ts';
import type { Scope } from '../sync/scope.ts';
import { createSpool, type Spool } from '../spool/spool.ts';
import type { HubSession } from './sessions.ts';
import type { SessionShelf, ShelvedRound } from './stores/shelf.ts';
import { authorsAt } from './stores/store.ts';
import { finishedFromText, finishedToText } from './summary-text.ts';
import type { Summary } from './summary.ts';
import type { ReceivedPart } from './upload-parts.ts';

/** The round of a session on the shelf. */
export function placeOf({ id, round }: HubSession): ShelvedRound {
  return { session: id, round: round.no };
}

interface StoredPart {
  readonly table: TableName | null;
  readonly kind: ChangeKind;
  readonly rows: readonly (readonly JsonCell[])[];
  readonly misfits: readonly (Omit<RefusedRow, 'key'> & { readonly key: readonly JsonCell[] })[];
}

/** A received part as text. */
export function partToText({ batch, misfits }: ReceivedPart): string {
  const stored: StoredPart = {
    table: batch?.table ?? null,
    kind: batch?.kind ?? 'upsert',
    rows: batch?.rows.map((row) => row.map(cellToJson)) ?? [],
    misfits: misfits.map((row) => ({ ...row, key: row.key.map(cellToJson) })),
  };
  return JSON.stringify(stored);
}

/** The part as it was received. */
export function partFromText(
  scope: Scope,
  { index, text }: { readonly index: number; readonly text: string },
): ReceivedPart {
  const { table, kind, rows, misfits } = JSON.parse(text) as StoredPart;
  const found = table && findTable(scope.schema, table);
  const types = found ? syncColumns(found).map((column) => column.type) : [];
  const read = (cells: readonly JsonCell[]) => cells.map((cell, at) => cellFromJson(cell, types[at] ?? 'any'));
  return {
    index,
    batch: table && { table, kind, rows: rows.map(read) },
    misfits: misfits.map((row) => ({ ...row, key: row.key })) as readonly RefusedRow[],
  };
}

/** Brings the parts here that other processes have received. */
export async function fetchParts(shelf: SessionShelf, session: HubSession): Promise<void> {
  const { parts } = session.round;
  const found = await shelf.uploads(placeOf(session), parts.indexes());
  for (const part of found) await parts.put(partFromText(session.scope, part));
}

/**
 * Before a process ends, and when another one comes: what a session of its own alone has received and prepared is put where all
 * find it; no call of the session's runs. One that is killed leaves nothing, and the client begins anew.
 */
export async function leaveOnShelf(shelf: SessionShelf, session: HubSession): Promise<void> {
  const { id, scope, identity, clientId, round } = session;
  if (session.isShared || round.closed) return;
  await shelf.open(id, { scopeName: scope.name, identity, round: round.no });
  if (clientId !== null) await shelf.bind(id, clientId);
  for await (const part of round.parts.all())
    await shelf.putUpload(placeOf(session), { index: part.index, text: partToText(part) });
  const { summary, spool } = round;
  if (!summary) return;
  const selection = round.selection ?? '';
  for (const { index } of summary.parts) {
    for (const at of [index, authorsAt(index)])
      if (spool?.has(at)) await shelf.putDownload(id, selection, { index: at, text: await spool.get(at) });
  }
  round.summary = await agreeOnSummary(shelf, session, summary);
}

/** A spool whose texts go to the shelf as well, if other processes are there; `settled` waits for them. */
export interface ShelvedSpool extends Spool {
  readonly selection: string;
  settled(): Promise<void>;
}

/** A spool of this process beside the shelf. */
export function createShelvedSpool(
  shelf: SessionShelf,
  { id, isShared }: Pick<HubSession, 'id' | 'isShared'>,
  folder: string,
): ShelvedSpool {
  const own = createSpool(folder);
  const selection = randomUUID();
  let writing: Promise<void> = Promise.resolve();
  return {
    selection,
    get size() {
      return own.size;
    },
    has: (index) => own.has(index),
    get: (index) => own.get(index),
    async put(index, text) {
      if (isShared) {
        const before = writing;
        writing = Promise.all([before, shelf.putDownload(id, selection, { index, text })]).then(() => undefined);
        // Told by `settled`; a selection that fails first must not leave it unheard.
        writing.catch(() => undefined);
      }
      await own.put(index, text);
    },
    settled: () => writing,
    close: () => own.close(),
  };
}

/** The summary that all processes tell: this one's, or that of one that was faster. */
export async function agreeOnSummary(shelf: SessionShelf, session: HubSession, summary: Summary): Promise<Summary> {
  const { round } = session;
  const selection = round.selection ?? '';
  const kept = await shelf.finish(placeOf(session), finishedToText({ summary, note: round.note, selection }));
  const agreed = finishedFromText(session.scope, kept);
  if (agreed.selection === selection) return summary;
  await round.spool?.close();
  round.spool = null;
  round.note = agreed.note;
  round.selection = agreed.selection;
  return agreed.summary;
}

/** A part of a download that this process has not prepared itself. */
export async function fetchDownload(
  shelf: SessionShelf,
  selection: string,
  index: number,
): Promise<{ readonly text: string; readonly by: readonly (Author | null)[] | null } | null> {
  const text = await shelf.download(selection, index);
  if (text === null) return null;
  const by = await shelf.download(selection, authorsAt(index));
  return { text, by: by === null ? null : (JSON.parse(by) as (Author | null)[]) };
}
