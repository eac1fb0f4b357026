// Telemetry for the window: list, cards, switch, export (TL-01…TL-13).

import { exportPart, planExport } from '../telemetry/export/export.ts';
import type { TelemetryState } from '../telemetry/telemetry.ts';
import type { CallName, CallOutput, Handlers } from '../window/contract.ts';
import type { Rooms } from './rooms.ts';

type Names = Extract<CallName, `telemetry.${string}`>;

/** `telemetry.*`. */
export function telemetryHandlers({ telemetry }: Rooms): Pick<Handlers, Names> {
  return {
    'telemetry.list': ({ ...query }) => telemetry.list(query),
    'telemetry.choices': () => telemetry.choices(),
    'telemetry.cards': ({ filter }) => telemetry.cards(filter),
    'telemetry.state': () => stateWords(telemetry.state()),
    async 'telemetry.configure'({ recording, keepDays, keepEvents }) {
      await telemetry.configure({
        ...(recording !== undefined && { recording }),
        ...(keepDays !== undefined && { keepDays }),
        ...(keepEvents !== undefined && { keepEvents }),
      });
      return stateWords(telemetry.state());
    },
    'telemetry.exportPlan': (choice) => planExport(telemetry.reading, choice),
    'telemetry.exportPart': ({ after, limit, ...choice }) => exportPart(telemetry.reading, choice, { after, limit }),
  };
}

function stateWords(state: TelemetryState): CallOutput<'telemetry.state'> {
  return { ...state };
}
