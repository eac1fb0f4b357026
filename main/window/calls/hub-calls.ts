// Calls for whoever manages the hub of this replica: who synchronises with it, who may, and what clients are told (HB-03…HB-07, HB-09). All are answered by
// the hub itself, by the token that this replica has; their shapes are those of its door.

import { z } from 'zod';
import { cleanUpQuestion, cleanUpWish, hubCleanedUp, hubCleanUpPlan, hubCleanUps } from '../../wire/admin/clean-up.ts';
import { hubClients } from '../../wire/admin/clients.ts';
import { hubErrors, hubErrorsDone, hubErrorWish } from '../../wire/admin/refusals.ts';
import { hubFeed } from '../../wire/admin/feed.ts';
import { hubOrders, orderedClients, orderWish } from '../../wire/admin/orders.ts';
import { hubSnapshots, snapshotWish, startedSnapshot } from '../../wire/admin/snapshots.ts';
import { hubState } from '../../wire/admin/state.ts';
import {
  exportChoice,
  exportPart,
  exportPartQuery,
  exportPlan,
  hubTelemetry,
  telemetryChoices,
  telemetryPage,
  telemetryQuery,
} from '../../wire/admin/telemetry.ts';
import { hubTokens, tokenWish } from '../../wire/admin/tokens.ts';
import { problem } from '../shapes.ts';
import { call, nothing } from './call.ts';

const numbered = z.object({ no: z.number().int().min(1) });

/** Calls by name. */
export const hubCalls = {
  /** Whether this replica's token is an admin's of its hub; asked again when the token changes (`setup`). */
  'hub.manage': call(
    nothing,
    z.object({
      isAdmin: z.boolean(),
      /** Null where the hub does not answer now; `problem` says why. */
      state: hubState.nullable(),
      problem: problem.nullable(),
    }),
  ),
  'hub.clients': call(nothing, z.object({ clients: hubClients })),
  'hub.tokens': call(nothing, z.object({ tokens: hubTokens })),
  /** Makes a token; its secret is told this once. */
  'hub.makeToken': call(
    tokenWish.extend({ name: z.string().trim().min(1).max(64) }),
    z.object({ no: z.number(), name: z.string(), token: z.string() }),
  ),
  'hub.revokeToken': call(numbered, nothing),
  'hub.orders': call(nothing, z.object({ orders: hubOrders })),
  'hub.order': call(orderWish, orderedClients),
  /** Takes an order back that is not carried out yet. */
  'hub.withdrawOrder': call(numbered, nothing),
  /** Refused rows of clients that keep none themselves: the newest, and how many. */
  'hub.errors': call(nothing, hubErrors),
  /** Has them tried once more with their clients' next sessions. */
  'hub.retryErrors': call(hubErrorWish, hubErrorsDone),
  'hub.forgetErrors': call(hubErrorWish, hubErrorsDone),
  /** What a clean-up would do; nothing is changed. */
  'hub.planCleanUp': call(cleanUpQuestion, hubCleanUpPlan),
  'hub.cleanUp': call(cleanUpWish, hubCleanedUp),
  /** What happens there now. */
  'hub.feed': call(nothing, hubFeed),
  /** What it has recorded of its clients' sessions, with the same calls as this replica's own telemetry. */
  'hub.telemetry': call(nothing, hubTelemetry),
  'hub.telemetryChoices': call(nothing, telemetryChoices),
  'hub.telemetryEvents': call(telemetryQuery, telemetryPage),
  'hub.telemetryExport': call(exportChoice, exportPlan),
  'hub.telemetryPart': call(exportPartQuery, exportPart),
  'hub.snapshots': call(nothing, hubSnapshots),
  /** Begins to make one; how far it is stands in the list. */
  'hub.makeSnapshot': call(snapshotWish, startedSnapshot),
  /** Whoever reads it reads it to the end. */
  'hub.deleteSnapshot': call(numbered, nothing),
  /** By the number under which it is made. */
  'hub.cancelSnapshot': call(numbered, nothing),
  'hub.cleanUps': call(nothing, z.object({ cleanUps: hubCleanUps })),
} as const;
