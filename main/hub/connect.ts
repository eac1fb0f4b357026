// A hub in the same process as a remote orchestrator: the steps of a session without HTTP, rows as cells.

import { randomUUID } from 'node:crypto';
import type { Download, HubAnswer, PartInfo, RemoteOrchestrator, RowBatch, Upload } from '../sync/orchestrator.ts';
import { ConcordError } from '../sync/problem.ts';
import type { Scope } from '../sync/scope.ts';
import { syncTypeOf } from '../sync/session.ts';
import { parseJson } from '../wire/json.ts';
import { containerSet } from '../wire/messages/container.ts';
import { readContainer } from '../wire/read-container.ts';
import type { Caller } from './caller.ts';
import { failureAsRemote } from './failure.ts';
import type { HubSteps } from './steps.ts';
import { policyFor, type Summary } from './summary.ts';

/** Who connects. A peer that is not Concord's is told no more than a stock client would be (W-282, W-286). */
export interface ConnectOptions {
  readonly user: string | null;
  readonly device: string | null;
  readonly concord: boolean;
  readonly scope?: string;
  /** Hashes of the parameter sets that the replica keeps in step. */
  readonly sets?: readonly string[];
  /** Size of the download's parts in KB; 2000. */
  readonly batchKb?: number;
}

/** The hub as one replica sees it; each `openScope` is a session of its own. Fails as a hub over HTTP would. */
export function connectTo(steps: HubSteps, options: ConnectOptions): RemoteOrchestrator {
  const { user, device, concord, scope: scopeName = 'DefaultScope', batchKb = 2000 } = options;
  const agent = concord ? { version: 1, user, device, app: null, ...(options.sets && { sets: options.sets }) } : null;
  let opened: Caller = {
    sessionId: randomUUID(),
    scopeName,
    identity: null,
    pinned: null,
    clientId: null,
    agent,
    software: null,
  };
  const by = (clientId: string): Caller => ({ ...opened, clientId });
  return {
    async openScope() {
      opened = { ...opened, sessionId: randomUUID() };
      return told(steps.openScope(opened));
    },
    getOperation(client) {
      const { seal } = client;
      const asking = agent && typeof seal === 'string' ? { ...agent, seal } : agent;
      return told(steps.operation({ ...by(client.id), agent: asking }, client));
    },
    async getSnapshot(scope, client) {
      const caller = by(client.id);
      const summary = await told(steps.snapshot(caller, client.parameters));
      return (
        summary && {
          ...answerOf({ steps, caller, scope }, summary),
          download: () => aheadOf({ steps, caller, scope }, summary),
        }
      );
    },
    async sendChanges({ scope, client, round, upload, held: here = null }) {
      const caller = by(client.id);
      const held = agent && here;
      const last = await told(sendParts({ steps, caller }, upload));
      const request = {
        client,
        last,
        type: syncTypeOf(round),
        clientTime: upload.clientTime,
        batchKb,
        held,
        part: null,
      };
      return answerOf({ steps, caller, scope }, await told(steps.finish(caller, request)));
    },
    endSession: ({ error }) => steps.endSession(opened, error ?? null).catch(() => undefined),
    isConcord: () => concord,
  };
}

async function told<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (thrown) {
    throw failureAsRemote(thrown);
  }
}

interface Line {
  readonly steps: HubSteps;
  readonly caller: Caller;
}

/** Hands over every batch; returns the index of the last part. */
async function sendParts({ steps, caller }: Line, upload: Upload): Promise<number> {
  let index = 0;
  for await (const batch of upload.batches()) {
    if (batch.rows.length > 0) await steps.receive(caller, { index: index++, batch, misfits: [] });
  }
  return Math.max(index - 1, 0);
}

interface Answering extends Line {
  readonly scope: Scope;
}

function answerOf(line: Answering, summary: Summary): HubAnswer {
  const { agent } = line.caller;
  return {
    hubTime: summary.hubTime,
    policy: policyFor(summary.policy, line.caller),
    selected: summary.selected,
    applied: summary.applied,
    refused: agent ? summary.refused : null,
    kept: agent ? summary.kept : null,
    unsent: [],
    repeated: false,
    isNarrowed: agent !== null && summary.isNarrowed,
    seal: agent && summary.seal,
    download: () => downloadOf(line, summary),
  };
}

/** The parts stay in the hub's spool until `close`; reading them needs nothing else of the hub. */
function downloadOf(line: Answering, summary: Summary): Download {
  return {
    parts: summary.parts,
    complete: () => Promise.resolve(),
    read: (part) => told(readPart(line, part)),
    end: () => Promise.resolve(),
    close: () => line.steps.endDownload(line.caller).catch(() => undefined),
  };
}

/** W-122: after the upload the hub's parts are those of the changes, so a snapshot's are all read before. */
function aheadOf(line: Answering, summary: Summary): Download {
  const batches = new Map<number, RowBatch>();
  const read = async (part: PartInfo): Promise<RowBatch> => batches.get(part.index) ?? told(readPart(line, part));
  return {
    ...downloadOf(line, summary),
    async complete() {
      for (const part of summary.parts) batches.set(part.index, await read(part));
    },
    read,
  };
}

async function readPart({ steps, caller, scope }: Answering, { index }: PartInfo): Promise<RowBatch> {
  const { text, by } = await steps.part(caller, index);
  const container = containerSet.schema.parse(parseJson(text));
  const batch = readContainer(scope.schema, container, { stock: caller.agent === null });
  if (!batch) throw new ConcordError('delivery-short', {}, `part ${index} is empty`);
  return by ? { ...batch, by } : batch;
}
