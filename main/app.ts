// The composition root: a replica's file in, its rooms wired together, calls and rings out.

import type { Agent } from './agent/agent.ts';
import { watchFile, type FileWatch } from './agent/watch.ts';
import { openInbox, type ConflictInbox } from './conflicts/inbox.ts';
import { openErrors, type RowErrors } from './errors/errors.ts';
import { createConnectionTest } from './wiring/connection-test.ts';
import { createHandlers } from './handlers/handlers.ts';
import { openReplica, type Replica } from './replica/replica.ts';
import type { EventLog } from './telemetry/event-log.ts';
import type { Telemetry } from './telemetry/telemetry.ts';
import type { Handlers } from './window/contract.ts';
import { createHubToken } from './wiring/hub-token.ts';
import { createRetention } from './wiring/retention.ts';
import { createBell, type Bell } from './wiring/rings.ts';
import type { AppConfig } from './config.ts';
import { tableKey, type TableName } from './sync/schema.ts';
import type { TrackedTable } from './replica/tracked-table.ts';
import { assertAddress } from './wiring/known-hub.ts';
import type { Recording } from './wiring/recording.ts';
import { askFirst } from './wiring/first-download.ts';
import { openAgent } from './wiring/replica-agent.ts';
import { openLog } from './wiring/telemetry-parts.ts';

/** A running app. */
export interface App {
  readonly replica: Replica;
  readonly inbox: ConflictInbox;
  readonly errors: RowErrors;
  readonly agent: Agent;
  readonly log: EventLog;
  readonly telemetry: Telemetry;
  readonly handlers: Handlers;
  readonly bell: Bell;
  /** PR-05: rows that a first download would bring, as the hub estimates; null where it cannot say, or is not the first. */
  estimate(signal: AbortSignal): Promise<number | null>;
  close(): Promise<void>;
}

/** Opens the replica and everything around it; `bell` is the one that windows listen to already. */
export async function createApp(config: AppConfig, bell = createBell()): Promise<App> {
  const now = (): Date => config.now?.() ?? new Date();
  let watch: FileWatch | null = null;
  let follows: Pick<Recording, 'conflictsMoved'> | null = null;
  const replica = tellWrites(await openReplica(config.file, { create: config.create ?? false }), () => {
    watch?.look();
    follows?.conflictsMoved();
  });
  try {
    const inbox = await openInbox({ ...replica, now, write: (work) => replica.writeAs(config.user, work) });
    const errors = errorsOf(replica, inbox, now);
    assertAddress(config);
    const token = createHubToken(config.token, (next) => config.tokenChanged?.(next));
    const { log, telemetry, recording } = openLog({ config, token, replica, inbox, bell, now });
    const agent = openAgent({ config, token, replica, inbox, log, recording, bell, now });
    // A session tells what it moved at its end, behind its own event.
    follows = { conflictsMoved: () => void (agent.state().progress ?? recording.conflictsMoved()) };
    if (config.lives) recording.begin();
    watch = config.lives ? watchReplica({ replica, agent, bell }) : null;
    if (config.lives) agent.begin();
    if (config.startAtOnce)
      agent.sync({ type: 'normal', trigger: 'start', outdatedAction: 'ask' }).catch(() => undefined);
    const test = createConnectionTest({ changed: () => bell.ring('setup'), now });
    const retention = createRetention({
      replica,
      now,
      changed: () => bell.ring('feed', 'conflicts', 'errors', 'status', 'setup'),
    });
    if (config.lives) retention.begin();
    const rooms = { replica, inbox, errors, agent, log, telemetry, bell };
    return {
      ...rooms,
      handlers: createHandlers({ ...rooms, config, token, test, retention, now }),
      estimate: (signal) => askFirst({ config, token, replica }, signal),
      async close() {
        test.close();
        retention.close();
        await watch?.close();
        await agent.close();
        await recording.end();
        telemetry.close();
        bell.close();
        log.close();
        replica.close();
      },
    };
  } catch (thrown) {
    replica.close();
    throw thrown;
  }
}

/** The sync errors of a replica, over its records. */
function errorsOf(replica: Replica, { openFor, port }: ConflictInbox, now: () => Date): RowErrors {
  const find = (name: TableName): TrackedTable | undefined => replica.tables().get(tableKey(name));
  return openErrors({ ...replica, records: { ...replica.records, find }, inbox: { openFor, raise: port.raise }, now });
}

/** The same replica; `wrote` is told of each write transaction of the app's own (PD-05: at once, not when the file is seen). */
function tellWrites(replica: Replica, wrote: () => void): Replica {
  return {
    ...replica,
    async write(work) {
      const result = await replica.write(work);
      wrote();
      return result;
    },
    async writeAs(who, work) {
      const result = await replica.writeAs(who, work);
      wrote();
      return result;
    },
  };
}

/** Another program's commit shows within 2 s, and may start a session (PD-07). */
function watchReplica({
  replica,
  agent,
  bell,
}: {
  readonly replica: Replica;
  readonly agent: Agent;
  readonly bell: Bell;
}): FileWatch {
  return watchFile(
    replica.file,
    () => replica.reader.dataVersion(),
    () => {
      bell.ring('status', 'data', 'conflicts', 'errors', 'feed');
      agent.wrote();
    },
  );
}
