// Snapshots of a hub (HB-06, W-122): made of a whole selection, given to first and re-read sessions, never older than what the
// hub remembers (L14).

import { createHash } from 'node:crypto';
import { isInteger } from '../sync/cell.ts';
import { isNamed } from '../sync/filter.ts';
import { ConcordError } from '../sync/problem.ts';
import type { Parameter, Policy } from '../sync/scope.ts';
import type { Spool } from '../spool/spool.ts';
import type { Caller } from './caller.ts';
import { findScope } from './find-scope.ts';
import { parametersFor } from './parameters.ts';
import type { HubSession } from './sessions.ts';
import type { SnapshotContent, SnapshotForm, SnapshotForms, SnapshotRow, SnapshotUse } from './stores/snapshots.ts';
import type { HubScope, HubStore, SelectRequest } from './stores/store.ts';
import type { Summary } from './summary.ts';

/** What a snapshot is made of. */
export interface SnapshotOrder {
  readonly scope: string;
  readonly parameters: readonly Parameter[];
  /** Size of its parts. */
  readonly batchKb: number;
  readonly by: string | null;
  /** Told of each part that is written; throws to stop it. */
  readonly onPart?: (part: { readonly form: SnapshotForm; readonly rows: number }) => void;
}

/** A snapshot that was made, and how many rows cannot travel in each form (W-75). */
export interface MadeSnapshot {
  readonly snapshot: SnapshotRow;
  readonly unsent: Readonly<Record<SnapshotForm, number>>;
}

/** Makes a snapshot; killed in between it leaves none. Throws `scope-unknown` and what the parameters refuse. */
export async function makeSnapshot(store: HubStore, order: SnapshotOrder): Promise<MadeSnapshot> {
  await store.refresh();
  const scope = findScope(store.scopes(), order.scope);
  if (!scope) throw new ConcordError('scope-unknown', { scope: order.scope });
  const { snapshots } = store;
  const parameters = parametersFor(scope, { client: order, pinned: null });
  const no = await snapshots.begin({ scopeName: scope.name, parameters: textOf(parameters), by: order.by });
  try {
    const filling = { no, scope, parameters, batchKb: order.batchKb, onPart: order.onPart };
    const concord = await fill(store, { ...filling, form: 'concord' });
    const stock = await fill(store, { ...filling, form: 'stock' });
    const isSame = stock.digest === concord.digest && stock.content.hubTime === concord.content.hubTime;
    if (isSame) await snapshots.drop(no, 'stock');
    const forms: SnapshotForms = { concord: concord.content, stock: isSame ? concord.content : stock.content };
    await snapshots.finish(no, forms);
    const snapshot = await snapshots.find(no);
    if (!snapshot) throw new ConcordError('snapshot-unknown', { no });
    return { snapshot, unsent: { concord: concord.unsent, stock: stock.unsent } };
  } catch (thrown) {
    await snapshots.remove(no);
    throw thrown;
  }
}

/** Deletes a snapshot; who is reading it reads it to the end. Throws `snapshot-unknown`. */
export async function deleteSnapshot(store: HubStore, no: number): Promise<void> {
  if (!(await store.snapshots.remove(no))) throw new ConcordError('snapshot-unknown', { no });
}

/** True if it may still be given out: the hub remembers everything since, and has not gone back behind it (L14, L22). */
export function isGivenOut({ hubTime }: Pick<SnapshotContent, 'hubTime'>, hub: HubMemory): boolean {
  return hubTime <= hub.now && (hub.cleanedUpTo === null || hubTime >= hub.cleanedUpTo);
}

/** From when to when a hub remembers changes. */
export interface HubMemory {
  readonly now: bigint;
  readonly cleanedUpTo: bigint | null;
}

interface Filling {
  readonly no: number;
  readonly form: SnapshotForm;
  readonly scope: HubScope;
  readonly parameters: readonly Parameter[];
  readonly batchKb: number;
  readonly onPart: SnapshotOrder['onPart'];
}

interface Filled {
  readonly content: SnapshotContent;
  readonly digest: string;
  readonly unsent: number;
}

async function fill(store: HubStore, { no, form, scope, parameters, batchKb, onPart }: Filling): Promise<Filled> {
  const hash = createHash('sha256');
  let bytes = 0;
  const spool: Spool = {
    size: 0,
    has: () => false,
    get: (index) => Promise.reject(new RangeError(`part ${index} is not read again`)),
    close: () => Promise.resolve(),
    async put(index, text) {
      hash.update(`${index} ${text.length}\n${text}`);
      bytes += Buffer.byteLength(text);
      await store.snapshots.put({ no, form, index }, text);
    },
  };
  const request: SelectRequest = {
    scope,
    clientId: '',
    after: null,
    everything: true,
    parameters,
    hash: '',
    spool,
    limitBytes: batchKb * 1024,
    stock: form === 'stock',
    authors: false,
    ...(onPart && { onPart: ({ rows }) => onPart({ form, rows }) }),
  };
  const { hubTime, counts, parts, unsent } = await store.select(request);
  return {
    content: { hubTime, counts, parts, bytes, storedAs: form },
    digest: hash.digest('hex'),
    unsent: unsent.length,
  };
}

/** One spelling for one parameter set (L15). */
export function textOf(parameters: readonly Parameter[]): string {
  return JSON.stringify(parameters, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
}

/** The parameters of such a text, whole numbers as they are typed. */
export function parametersIn(text: string, scope: Pick<HubScope, 'filters'> | undefined): readonly Parameter[] {
  return (JSON.parse(text) as Parameter[]).map(({ name, value }) => {
    const type = scope?.filters?.parameters.find((parameter) => isNamed(parameter, name))?.type;
    const isWhole = type !== undefined && isInteger(type) && typeof value === 'string';
    return { name, value: isWhole ? value.replace(/n$/, '') : value };
  });
}

/** What a session was given; null = nothing. */
export async function givenTo(
  { snapshots }: HubStore,
  { id, hasSnapshot }: Pick<HubSession, 'id' | 'hasSnapshot'>,
): Promise<SnapshotUse | null> {
  return hasSnapshot === false ? null : snapshots.taken(id);
}

/** The session needs it no more. */
export async function giveBack(
  { snapshots }: HubStore,
  session: Pick<HubSession, 'id' | 'hasSnapshot'>,
): Promise<void> {
  if (session.hasSnapshot !== false) await snapshots.giveBack(session.id);
}

/** Snapshots as the steps of a session meet them. */
export interface Snapshots {
  /** Step 10: the newest snapshot for this caller and its parameters; null = none. Throws `parameters-refused`. */
  offer(caller: Caller, session: HubSession, parameters: readonly Parameter[]): Promise<Summary | null>;
  /** Step 7 before the upload: what the session was given; null = nothing. */
  given(session: HubSession): Promise<SnapshotUse | null>;
  /** A part of it as text; null where there is none. */
  part(use: SnapshotUse, index: number): Promise<{ readonly summary: Summary; readonly text: string } | null>;
}

/** The snapshots of a store. */
export function createSnapshots(store: HubStore, policy: () => Policy): Snapshots {
  const { snapshots } = store;
  const summaryOf = ({ hubTime, counts, parts }: SnapshotContent): Summary => ({
    hubTime,
    policy: policy(),
    selected: counts,
    applied: [],
    isNarrowed: false,
    seal: null,
    refused: [],
    kept: [],
    parts,
  });
  return {
    async offer(caller, session, given) {
      const parameters = parametersFor(session.scope, { client: { parameters: given }, pinned: caller.pinned });
      const rows = await snapshots.list();
      if (rows.length === 0) return null;
      const scope = findScope(store.scopes(), session.scope.name) ?? session.scope;
      const memory = { now: await store.hubTime(), cleanedUpTo: scope.cleanedUpTo };
      const own = textOf(parameters);
      const form = caller.agent ? 'concord' : 'stock';
      for (const row of rows) {
        const content = row.forms[form];
        if (row.scopeName !== scope.name || row.parameters !== own || !isGivenOut(content, memory)) continue;
        if (!(await snapshots.take(session.id, { no: row.no, form }))) continue;
        session.hasSnapshot = true;
        return summaryOf(content);
      }
      return null;
    },
    given: (session) => givenTo(store, session),
    async part({ no, form }, index) {
      const content = (await snapshots.find(no))?.forms[form];
      const text = content && (await snapshots.part({ no, form: content.storedAs, index }));
      return content && text != null ? { summary: summaryOf(content), text } : null;
    },
  };
}
