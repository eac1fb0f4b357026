// Orders of a hub's operator as its own door takes and tells them, as JSON (HB-05, W-121).

import { z } from 'zod';
import { count, instant, parameterValues } from './state.ts';

/** What clients can be told for their next session; `normal` takes back what is open. */
export const orderOperations = [
  'normal',
  'reinitialize',
  'reinitialize-with-upload',
  'drop-all-and-sync',
  'drop-all-and-exit',
  'deprovision-and-sync',
  'abort',
] as const;

const operation = z.enum(orderOperations);

/** An order for clients by their ids, or for all (`POST admin/orders`). */
export const orderWish = z.strictObject({
  operation,
  clients: z.union([z.literal('all'), z.array(z.string().min(1)).min(1)]),
  /** Null = in all their scopes. */
  scope: z.string().min(1).nullable().default(null),
});

/** How many clients were meant. */
export const orderedClients = z.object({ clients: count });

/** `GET admin/orders`: the newest ones, newest first. */
export const hubOrders = z.array(
  z.object({
    no: z.number().int(),
    client: z.string(),
    scope: z.string(),
    person: z.string().nullable(),
    device: z.string().nullable(),
    parameters: parameterValues,
    operation,
    orderedAt: z.string(),
    by: z.string().nullable(),
    /** `told` = a session was told and has not shown yet that it has obeyed. */
    state: z.enum(['waiting', 'told', 'done', 'withdrawn']),
    endedAt: instant,
    /** What the client said of it last. */
    outcome: z.string().nullable(),
  }),
);

/** Nothing to tell. */
export const done = z.object({});
