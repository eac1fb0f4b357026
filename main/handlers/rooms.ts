// The rooms that handlers answer from.

import type { Agent } from '../agent/agent.ts';
import type { AppConfig } from '../config.ts';
import type { ConnectionTest } from '../wiring/connection-test.ts';
import type { ConflictInbox } from '../conflicts/inbox.ts';
import type { HubToken } from '../wiring/hub-token.ts';
import type { RowErrors } from '../errors/errors.ts';
import type { Retention } from '../wiring/retention.ts';
import type { Bell } from '../wiring/rings.ts';
import type { Replica } from '../replica/replica.ts';
import type { EventLog } from '../telemetry/event-log.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';

/** The rooms that handlers answer from. */
export interface Rooms {
  readonly config: AppConfig;
  readonly token: HubToken;
  readonly replica: Replica;
  readonly inbox: ConflictInbox;
  readonly errors: RowErrors;
  readonly agent: Agent;
  readonly log: EventLog;
  readonly telemetry: Telemetry;
  readonly test: ConnectionTest;
  readonly retention: Retention;
  readonly bell: Bell;
  now(): Date;
}
