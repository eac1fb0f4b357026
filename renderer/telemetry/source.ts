// Whose telemetry the events and their export are of: this replica's own, or that which its hub has recorded of all clients (HB-09).

import { createContext, useContext } from 'react';
import type { Topic } from '../../main/window/contract.ts';
import type { routeAddress } from '../app/routes.ts';
import { writeAddress, type TelemetryAddress } from './address.ts';

/** The calls that answer alike, and what differs. */
export interface TelemetrySource {
  readonly list: 'telemetry.list' | 'hub.telemetryEvents';
  readonly choices: 'telemetry.choices' | 'hub.telemetryChoices';
  readonly plan: 'telemetry.exportPlan' | 'hub.telemetryExport';
  readonly download: 'telemetry' | 'hub-telemetry';
  /** What rings when there is news; of a hub nothing does. */
  readonly topics: readonly Topic[];
  /** Whether the sessions of its events are those of the feed here. */
  readonly hasSessions: boolean;
  readonly route: (address: TelemetryAddress) => Parameters<typeof routeAddress>[0];
}

const own: TelemetrySource = {
  list: 'telemetry.list',
  choices: 'telemetry.choices',
  plan: 'telemetry.exportPlan',
  download: 'telemetry',
  topics: ['telemetry'],
  hasSessions: true,
  route: writeAddress,
};

/** Names another source for what is shown within. */
export const TelemetryContext = createContext<TelemetrySource>(own);

/** The source at hand. */
export function useSource(): TelemetrySource {
  return useContext(TelemetryContext);
}
