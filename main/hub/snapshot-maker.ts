// Snapshots that this process makes, one after another, while it serves: how far each is, and its end when it is cancelled
// (HB-06).

import { ConcordError, problemFrom } from '../sync/problem.ts';
import type { Parameter } from '../sync/scope.ts';
import { findScope } from './find-scope.ts';
import { parametersFor } from './parameters.ts';
import { makeSnapshot, textOf } from './snapshots.ts';
import type { SnapshotForm } from './stores/snapshots.ts';
import type { HubScope, HubStore } from './stores/store.ts';

/** A snapshot that is being made, waits for its turn, or could not be made. */
export interface Making {
  /** This process's own number; the snapshot has another one. */
  readonly no: number;
  readonly scope: string;
  readonly parameters: readonly Parameter[];
  readonly by: string;
  readonly state: 'waiting' | 'making' | 'failed';
  /** For whom rows are written now, how many were, and how many there are. */
  readonly form: SnapshotForm;
  readonly rows: number;
  readonly total: number;
  /** Why it could not be made. */
  readonly problem: { readonly code: string; readonly message: string } | null;
}

/** What is to be made. */
export interface MakingWish {
  readonly scope: string;
  readonly parameters: readonly Parameter[];
  readonly by: string;
}

/** The maker. */
export interface SnapshotMaker {
  /** Takes it in; its number. Throws `scope-unknown` and what the parameters refuse. */
  start(wish: MakingWish): Promise<number>;
  /** What waits, what is made and the last that failed, the oldest first. */
  list(): readonly Making[];
  /** Ends it, or strikes a failed one off. Throws `snapshot-unknown`. */
  cancel(no: number): void;
  /** Resolves when nothing is made or waits any more. */
  settled(): Promise<void>;
  /** Cancels everything, and waits for its end. */
  close(): Promise<void>;
}

/** Size of the parts in KB. */
const batchKb = 2000;

/** So many failed ones stay listed. */
const mostFailed = 5;

/** Makes nothing yet. `failed` is told of what nobody could foresee. */
export function createSnapshotMaker(store: HubStore, failed: (thrown: unknown) => void): SnapshotMaker {
  const jobs = new Map<number, Making>();
  let last = 0;
  let queue: Promise<void> = Promise.resolve();
  const change = (no: number, more: Partial<Making>): void => {
    const job = jobs.get(no);
    if (job) jobs.set(no, { ...job, ...more });
  };
  const run = async (no: number): Promise<void> => {
    const job = jobs.get(no);
    if (!job) return;
    try {
      const made = await make(store, job, (more) => {
        if (!jobs.has(no)) throw new ConcordError('cancelled');
        change(no, more);
      });
      // Cancelled when all was written already.
      if (!jobs.delete(no)) await store.snapshots.remove(made);
    } catch (thrown) {
      const { code, message } = problemFrom(thrown);
      if (!jobs.has(no)) return;
      failed(thrown);
      change(no, { state: 'failed', problem: { code, message } });
      const ended = [...jobs.values()].filter(({ state }) => state === 'failed');
      for (const old of ended.slice(0, -mostFailed)) jobs.delete(old.no);
    }
  };
  return {
    async start({ scope: name, parameters, by }) {
      const scope = await scopeNamed(store, name);
      const fitted = parametersFor(scope, { client: { parameters }, pinned: null });
      const no = ++last;
      const far = { state: 'waiting', form: 'concord', rows: 0, total: 0, problem: null } as const;
      jobs.set(no, { no, scope: scope.name, parameters: fitted, by, ...far });
      queue = queue.then(() => run(no));
      return no;
    },
    list: () => [...jobs.values()],
    cancel(no) {
      if (!jobs.delete(no)) throw new ConcordError('snapshot-unknown', { no });
    },
    settled: () => queue,
    async close() {
      jobs.clear();
      await queue;
    },
  };
}

/** True if a snapshot of that scope and parameter set waits or is made. */
export function isMaking(
  jobs: readonly Making[],
  of: { readonly scope: string; readonly parameters: string },
): boolean {
  return jobs.some(
    ({ state, scope, parameters }) => state !== 'failed' && scope === of.scope && textOf(parameters) === of.parameters,
  );
}

async function make(store: HubStore, job: Making, far: (more: Partial<Making>) => void): Promise<number> {
  const scope = await scopeNamed(store, job.scope);
  const { parameters } = job;
  const question = { scope, clientId: '', after: null, everything: true, parameters, hash: '' };
  const { counts } = await store.estimate(question);
  const total = counts.reduce((sum, { upserts, deletes }) => sum + upserts + deletes, 0);
  let rows = 0;
  let form: SnapshotForm = 'concord';
  far({ state: 'making', total });
  const { snapshot } = await makeSnapshot(store, {
    scope: scope.name,
    parameters,
    batchKb,
    by: job.by,
    onPart(part) {
      rows = part.form === form ? rows + part.rows : part.rows;
      form = part.form;
      far({ form, rows });
    },
  });
  return snapshot.no;
}

async function scopeNamed(store: HubStore, name: string): Promise<HubScope> {
  await store.refresh();
  const scope = findScope(store.scopes(), name);
  if (!scope) throw new ConcordError('scope-unknown', { scope: name });
  return scope;
}
