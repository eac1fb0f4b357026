// The hub's error set as its own door takes and tells it, as JSON (W-243, W-250).

import { z } from 'zod';
import { count } from './state.ts';

const cell = z.union([z.string(), z.number(), z.boolean(), z.null(), z.object({ base64: z.string() })]);

/** `GET admin/errors`: the newest refused rows that the hub keeps, newest first, and how many there are. */
export const hubErrors = z.object({
  errors: z.array(
    z.object({
      no: z.number().int(),
      client: z.string(),
      scope: z.string(),
      person: z.string().nullable(),
      device: z.string().nullable(),
      /** Null where it is no longer in the scope. */
      table: z.object({ name: z.string(), schema: z.string() }).nullable(),
      key: z.array(cell),
      kind: z.enum(['upsert', 'delete']),
      row: z.record(z.string(), cell),
      code: z.string(),
      message: z.string(),
      /** `retry` goes once more with its client's next session; `failed` waits for a newer version of the row. */
      state: z.enum(['retry', 'failed']),
      tries: count,
      at: z.string(),
      /** False for one that would go over what others did since. */
      mayRetry: z.boolean(),
    }),
  ),
  count,
});

/** Which of them (`POST admin/errors/retry` and `admin/errors/forget`). */
export const hubErrorWish = z.strictObject({ numbers: z.array(z.number().int().min(1)).min(1).max(1000) });

/** How many there were. */
export const hubErrorsDone = z.object({ count });
