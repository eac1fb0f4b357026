// Two small orchestrators in memory, written down call by call, with a fault wherever a test wants one.

import type { AppliedCount, SelectedCount } from '../../../main/sync/counters.ts';
import type {
  ApplyOutcome,
  ApplyRequest,
  Download,
  EndReport,
  HubAnswer,
  LocalOrchestrator,
  LocalScope,
  PartInfo,
  RefusedRow,
  RemoteOrchestrator,
  UploadRequest,
} from '../../../main/sync/orchestrator.ts';
import { ConcordError } from '../../../main/sync/problem.ts';
import type { HubOperation, Scope, ScopeClient, SyncType } from '../../../main/sync/scope.ts';
import type { OutdatedAction, Phase, Round } from '../../../main/sync/session.ts';
import type { SessionInput } from '../../../main/sync/session-input.ts';
import { synchronize, type SessionResult } from '../../../main/sync/synchronize.ts';
import { categorySchema, scopeOf } from '../../support/schemas.ts';

export const table = { name: 'category', schema: '' };

/** A count of one table and kind. */
export function applied(counts: Partial<AppliedCount>): AppliedCount {
  return { table, kind: 'upsert', applied: 0, resolved: 0, failed: 0, received: 0, cumulative: 0, ...counts };
}

/** A replica before its first session. */
export const isNew = { isNew: true, lastSync: null, lastHubSync: null };

/** Three rows in each round. */
export const offered: readonly (readonly SelectedCount[])[] = [[{ table, upserts: 2, deletes: 1 }]];

/** The hub's counts for them: all of them, and without the first part. */
export const wholeDelivery = [
  applied({ applied: 2, received: 3 }),
  applied({ kind: 'delete', applied: 1, received: 3 }),
];
export const cutDelivery = [applied({ kind: 'delete', applied: 1, received: 1 })];

/** What the two sides know, answer and do. Everything has a quiet default. */
export interface Plot {
  readonly type?: SyncType;
  readonly outdatedAction?: OutdatedAction;
  readonly operation?: HubOperation;
  readonly concord?: boolean;
  /** The replica's file is new, so that it reads while the download arrives. */
  readonly newFile?: boolean;
  readonly scope?: Partial<Scope>;
  /** Null = the replica has no scope yet. */
  readonly known?: Scope | null;
  readonly client?: Partial<ScopeClient>;
  readonly fellShort?: boolean;
  /** Rows offered in each round, in order; the last one counts for all that follow. */
  readonly offered?: readonly (readonly SelectedCount[])[];
  readonly unsent?: readonly RefusedRow[];
  /** The hub's answer in each round. */
  readonly answers?: readonly Partial<HubAnswer>[];
  /** The hub has a snapshot with this hub time. */
  readonly snapshot?: bigint;
  readonly outcomes?: readonly Partial<ApplyOutcome>[];
  /** The call that fails, as it is written down, and with what. */
  readonly failAt?: string;
  readonly failure?: unknown;
  /** The checkpoint, from 1, at which the session is cancelled. */
  readonly cancelAt?: number;
}

/** What a test looks at. */
export interface Stage {
  readonly input: SessionInput;
  /** Calls in their order, phases among them as `# phase`. */
  readonly calls: string[];
  readonly phases: Phase[];
  readonly uploads: UploadRequest[];
  readonly applies: ApplyRequest[];
  readonly ends: EndReport[];
  /** Applies that ended well. */
  readonly committed: Round[];
  /** What was opened and not closed again. */
  readonly open: Set<string>;
  readonly checkpoints: () => number;
}

const part: PartInfo = { index: 0, table, kind: 'upsert', rows: 1 };

/** Sets the stage for one session. */
export function stageOf(plot: Plot): Stage {
  const calls: string[] = [];
  const phases: Phase[] = [];
  const stage = {
    calls,
    phases,
    uploads: [] as UploadRequest[],
    applies: [] as ApplyRequest[],
    ends: [] as EndReport[],
    committed: [] as Round[],
    open: new Set<string>(),
  };
  let checkpoints = 0;
  let clock = 0;
  const call = (name: string): void => {
    calls.push(name);
    // oxlint-disable-next-line typescript/only-throw-error -- a program may throw anything
    if (name === plot.failAt) throw plot.failure ?? new ConcordError('hub-busy', { status: 503 });
  };
  const enter = (phase: Phase): void => {
    calls.push(`# ${phase}`);
    phases.push(phase);
  };
  const input: SessionInput = {
    type: plot.type ?? 'normal',
    outdatedAction: plot.outdatedAction ?? 'ask',
    remote: fakeRemote(plot, stage, call),
    local: fakeLocal(plot, stage, { call, enter }),
    enter,
    checkpoint() {
      checkpoints++;
      if (checkpoints === plot.cancelAt) throw new ConcordError('cancelled');
    },
    now: () => new Date(1000 * clock++),
  };
  return { ...stage, input, checkpoints: () => checkpoints };
}

/** Plays a session that ends well. */
export async function play(plot: Plot): Promise<Stage & { readonly result: SessionResult }> {
  const stage = stageOf(plot);
  return { ...stage, result: await synchronize(stage.input) };
}

type Notes = Omit<Stage, 'input' | 'checkpoints'>;

function nth<T>(items: readonly T[] | undefined, at: number): T | undefined {
  return items?.[Math.min(at, items.length - 1)];
}

function fakeRemote(plot: Plot, stage: Notes, call: (name: string) => void): RemoteOrchestrator {
  const scope: Scope = { ...scopeOf(categorySchema), ...plot.scope };
  return {
    async openScope(round) {
      call(`remote.openScope ${round}`);
      return scope;
    },
    async getOperation(_, known) {
      call(`remote.getOperation ${known ? 'known' : 'unknown'}`);
      return plot.operation ?? 'normal';
    },
    async getSnapshot(_scope, _client, round) {
      call(`remote.getSnapshot ${round}`);
      if (plot.snapshot === undefined) return null;
      return answerOf(stage, call, {
        name: 'snapshot',
        more: { hubTime: plot.snapshot, selected: [{ table, upserts: 1, deletes: 0 }] },
      });
    },
    async sendChanges(request) {
      const more = nth(plot.answers, stage.uploads.length) ?? {};
      stage.uploads.push(request);
      call(`remote.sendChanges ${request.round}`);
      return answerOf(stage, call, { name: 'changes', more: { unsent: plot.unsent ?? [], ...more } });
    },
    async endSession(report) {
      stage.ends.push(report);
      stage.calls.push(`remote.endSession ${report.error === undefined ? 'well' : 'with an error'}`);
    },
    isConcord: () => plot.concord ?? false,
  };
}

function answerOf(
  stage: Notes,
  call: (name: string) => void,
  { name, more }: { name: string; more: Partial<HubAnswer> },
): HubAnswer {
  return {
    hubTime: 200n,
    policy: 'server-wins',
    selected: [],
    applied: [],
    refused: null,
    kept: null,
    unsent: [],
    repeated: false,
    download: () => fakeDownload(name, stage, call),
    ...more,
  };
}

function fakeDownload(name: string, stage: Notes, call: (name: string) => void): Download {
  stage.open.add(name);
  return {
    parts: [part],
    complete: async () => call(`${name}.complete`),
    async read() {
      call(`${name}.read`);
      return { table, kind: 'upsert', rows: [['a', null, 'n', null, null, null]] };
    },
    end: async () => call(`${name}.end`),
    async close() {
      stage.calls.push(`${name}.close`);
      stage.open.delete(name);
    },
  };
}

function fakeLocal(
  plot: Plot,
  stage: Notes,
  { call, enter }: { call: (name: string) => void; enter: (phase: Phase) => void },
): LocalOrchestrator {
  return {
    async openScope(hub): Promise<LocalScope> {
      call('local.openScope');
      const client: ScopeClient = {
        id: 'replica',
        scopeName: hub.name,
        hash: '',
        parameters: [],
        lastSync: 10n,
        lastHubSync: 100n,
        isNew: false,
        ...plot.client,
      };
      return { client, scope: plot.known === undefined ? hub : plot.known, fellShort: plot.fellShort ?? false };
    },
    async selectChanges(_, send) {
      call(`local.selectChanges ${send ? 'rows' : 'time'}`);
      stage.open.add('upload');
      const counts = send ? (nth(plot.offered, stage.uploads.length) ?? []) : [];
      return {
        clientTime: 20n,
        counts,
        batches: async function* () {},
        close() {
          stage.calls.push('upload.close');
          stage.open.delete('upload');
        },
      };
    },
    async applyChanges(request) {
      const outcome = nth(plot.outcomes, stage.applies.length) ?? {};
      stage.applies.push(request);
      if (request.round === 'first') enter('provision');
      enter('apply');
      for (const download of request.downloads) for (const item of download.parts) await download.read(item);
      await request.finish();
      call('local.applyChanges');
      enter('clean-up');
      stage.committed.push(request.round);
      return { applied: [], conflicts: 0, equal: 0, kept: 0, ignored: 0, retried: 0, ...outcome };
    },
    renewTracking: async () => call('local.renewTracking'),
    disconnect: async () => call('local.disconnect'),
    async saveUnsent() {
      call('local.saveUnsent');
      return { file: 'unsent', records: 1 };
    },
    startOver: async () => call('local.startOver'),
    takeNewId: async () => call('local.takeNewId'),
    readsWhileDownloading: (round) => round === 'first' && (plot.newFile ?? false),
  };
}
