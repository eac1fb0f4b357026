// Telemetry for the window: list, cards, switch, export (TL-01…TL-13).

import type { CallName, Handlers } from '../window/contract.ts';
import type { Rooms } from './rooms.ts';

type Names = Extract<CallName, `telemetry.${string}`>;

/** `telemetry.*`. */
export function telemetryHandlers({ telemetry }: Rooms): Pick<Handlers, Names> {
  return {
    'telemetry.list': ({ ...query }) => telemetry.list(query),
    'telemetry.choices': () => telemetry.choices(),
    'telemetry.cards': ({ filter }) => telemetry.cards(filter),
    'telemetry.state': () => telemetry.state(),
    async 'telemetry.configure'({ recording, keepDays, keepEvents }) {
      await telemetry.configure({
        ...(recording !== undefined && { recording }),
        ...(keepDays !== undefined && { keepDays }),
        ...(keepEvents !== undefined && { keepEvents }),
      });
      return telemetry.state();
    },
    'telemetry.exportPlan': async (choice) => telemetry.exports().plan(choice),
    async 'telemetry.exportPart'({ after, limit, ...choice }) {
      const { bytes, ...part } = telemetry.exports().part(choice, { after, limit });
      return { ...part, text: bytes.toString() };
    },
  };
}
