// What the hub has recorded of its clients' sessions, at its own door: listed, and exported part by part (HB-09, TL-08…TL-13). For
// admins alone: it holds keys of refused records.

import type { z } from 'zod';
import { ConcordError } from '../../sync/problem.ts';
import {
  exportChoice,
  exportPartQuery,
  telemetryQuery,
  type exportPart,
  type exportPlan,
  type hubTelemetry,
  type telemetryChoices,
  type telemetryPage,
  type telemetryState,
} from '../../wire/admin/telemetry.ts';
import { bodyOf, type AdminRoute } from './admin-route.ts';

/** Telemetry as the door serves it; whoever composes the hub hands it in. */
export interface ServedTelemetry {
  list(query: z.output<typeof telemetryQuery>): Promise<z.output<typeof telemetryPage>>;
  choices(): z.output<typeof telemetryChoices>;
  state(): z.output<typeof telemetryState>;
  plan(choice: z.output<typeof exportChoice>): Promise<z.output<typeof exportPlan>>;
  part(query: z.output<typeof exportPartQuery>): z.output<typeof exportPart>;
}

/** Adds the calls; `served` is null while nothing is recorded. */
export function serveTelemetry(route: AdminRoute, served: () => ServedTelemetry | null): void {
  const needed = (): ServedTelemetry => {
    const telemetry = served();
    if (!telemetry) throw new ConcordError('not-supported', { what: 'Telemetry that is not recorded' });
    return telemetry;
  };
  route('GET', '/telemetry', 'admin', async (): Promise<z.output<typeof hubTelemetry>> => ({
    state: served()?.state() ?? null,
  }));
  route('GET', '/telemetry/choices', 'admin', async () => needed().choices());
  route('POST', '/telemetry/events', 'admin', (request) => needed().list(bodyOf(telemetryQuery, request)));
  route('POST', '/telemetry/export', 'admin', (request) => needed().plan(bodyOf(exportChoice, request)));
  route('POST', '/telemetry/export/part', 'admin', async (request) => needed().part(bodyOf(exportPartQuery, request)));
}
