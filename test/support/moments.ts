// The moments of a session, so that a test can act or break the line at any of them, in either binding.

import type { Download, HubAnswer, RemoteOrchestrator, Upload } from '../../main/sync/orchestrator.ts';

/** What the replica asks of the hub. `batch` = rows of the upload are read, `read` = a part is applied. */
export type MomentName =
  'scope' | 'operation' | 'snapshot' | 'batch' | 'changes' | 'complete' | 'read' | 'released' | 'close' | 'end';

/** Before or after the hub has acted. */
export interface Moment {
  readonly name: MomentName;
  readonly when: 'before' | 'after';
}

/** The line was cut on purpose. */
export class Cut extends Error {
  constructor(moment: Moment) {
    super(`cut ${moment.when} ${moment.name}`);
    this.name = 'Cut';
  }
}

/** What happens at a moment; throwing breaks the session there. */
export type AtMoment = (moment: Moment) => Promise<void> | void;

/** Moments at which no transaction is open on either side: anybody may write then. */
export function isFree({ name, when }: Moment): boolean {
  return name !== 'batch' && name !== 'read' && name !== 'released' && !(name === 'close' && when === 'after');
}

/** The same hub, with `at` called at every moment of the session. */
export function withMoments(remote: RemoteOrchestrator, at: AtMoment): RemoteOrchestrator {
  const around = async <T>(name: MomentName, work: () => Promise<T>): Promise<T> => {
    await at({ name, when: 'before' });
    const done = await work();
    await at({ name, when: 'after' });
    return done;
  };
  return {
    isConcord: () => remote.isConcord(),
    openScope: (round) => around('scope', () => remote.openScope(round)),
    getOperation: (client, known) => around('operation', () => remote.getOperation(client, known)),
    async getSnapshot(scope, client, round) {
      const answer = await around('snapshot', () => remote.getSnapshot(scope, client, round));
      return answer && watchAnswer(answer, around);
    },
    async sendChanges(request) {
      const upload = watchUpload(request.upload, at);
      return watchAnswer(await around('changes', () => remote.sendChanges({ ...request, upload })), around);
    },
    // A session's end is told into the blue: a cut there is nobody's error.
    endSession: (report) => around('end', () => remote.endSession(report)).catch(() => undefined),
  };
}

type Around = <T>(name: MomentName, work: () => Promise<T>) => Promise<T>;

function watchUpload(upload: Upload, at: AtMoment): Upload {
  return {
    clientTime: upload.clientTime,
    counts: upload.counts,
    close: () => upload.close(),
    async *batches() {
      for await (const batch of upload.batches()) {
        await at({ name: 'batch', when: 'before' });
        yield batch;
      }
    },
  };
}

function watchAnswer(answer: HubAnswer, around: Around): HubAnswer {
  return { ...answer, download: () => watchDownload(answer.download(), around) };
}

function watchDownload(download: Download, around: Around): Download {
  return {
    parts: download.parts,
    complete: () => around('complete', () => download.complete()),
    read: (part) => around('read', () => download.read(part)),
    end: () => around('released', () => download.end()),
    close: () => around('close', () => download.close()),
  };
}
