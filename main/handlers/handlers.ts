// All handlers of the window contract, gathered from the rooms. One function a call.

import type { Handlers } from '../window/contract.ts';
import { agentHandlers } from './agent-handlers.ts';
import { changeHandlers } from './change-handlers.ts';
import { conflictHandlers } from './conflict-handlers.ts';
import { dataHandlers } from './data-handlers.ts';
import { errorHandlers } from './error-handlers.ts';
import { feedHandlers } from './feed-handlers.ts';
import { hubHandlers } from './hub-handlers.ts';
import { removedHandlers } from './removed-handlers.ts';
import type { Rooms } from './rooms.ts';
import { settingsHandlers } from './settings-handlers.ts';
import { openHandlers } from './setup-handlers.ts';
import { statusHandlers } from './status-handlers.ts';
import { timelineHandlers } from './timeline-handlers.ts';
import { telemetryHandlers } from './telemetry-handlers.ts';

/** The handlers of one app. */
export function createHandlers(rooms: Rooms): Handlers {
  return {
    ...statusHandlers(rooms),
    ...agentHandlers(rooms),
    ...feedHandlers(rooms),
    ...conflictHandlers(rooms),
    ...errorHandlers(rooms),
    ...dataHandlers(rooms),
    ...timelineHandlers(rooms),
    ...telemetryHandlers(rooms),
    ...changeHandlers(rooms),
    ...removedHandlers(rooms),
    ...settingsHandlers(rooms),
    ...hubHandlers(rooms),
    ...openHandlers({ test: rooms.test, token: rooms.token.now, keepsTokens: rooms.config.keepsTokens ?? false }),
  };
}
