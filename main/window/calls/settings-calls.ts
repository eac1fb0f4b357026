// Calls of the settings that live in the replica: what happens on conflicts, how long history is kept, what lies where.

import { z } from 'zod';
import { conflictRules } from '../../sync/rule.ts';
import { refusalPolicies } from '../../sync/taken-back.ts';
import { tableName } from '../shapes.ts';
import { call, nothing } from './call.ts';

const days = z.number().int().min(1).max(3650);
/** Days by kind (AD-03). Undecided, waiting and parked entries are kept whatever their age. */
const retention = z.object({ sessions: days, conflicts: days, errors: days });
const freed = z.object({ entries: z.number(), bytes: z.number() });

const noise = z.object({ table: tableName, columns: z.array(z.string()).max(2000) });

const refusalPolicy = z.enum(refusalPolicies);

/** Calls by name. */
export const settingsCalls = {
  'settings.read': call(
    nothing,
    z.object({
      rule: z.enum(conflictRules),
      retention,
      /** Columns that do not count when both sides are compared, by table (CF-12). */
      noise: z.array(noise),
      /** What happens here with changes that the hub refuses: in all tables, and in those that differ (ER-11). */
      refused: z.object({
        all: refusalPolicy,
        tables: z.array(z.object({ table: tableName, policy: refusalPolicy })),
      }),
      connection: z.object({
        hub: z.string().nullable(),
        scope: z.string(),
        hasToken: z.boolean(),
        keepsTokens: z.boolean(),
      }),
      /** The replica and what lies beside it (Decisions 2); 0 bytes = not there now. */
      files: z.array(
        z.object({ kind: z.enum(['replica', 'log', 'spool', 'lock']), path: z.string(), bytes: z.number() }),
      ),
      /** Bytes inside the replica's file and the log that nothing uses any more. */
      unused: z.number(),
    }),
  ),
  'settings.save': call(
    z.object({
      rule: z.enum(conflictRules).optional(),
      retention: retention.optional(),
      /** For one table; no column = all count. */
      noise: noise.optional(),
      /** For all tables (null), or for one; no policy = as all. */
      refused: z.object({ table: tableName.nullable(), policy: refusalPolicy.nullable() }).optional(),
      /** The token that opens the hub from now on; null = none. */
      token: z.string().trim().min(1).max(10_000).nullable().optional(),
    }),
    nothing,
  ),
  /** Gives the unused bytes of the replica's file and the log back to the disk: how many went. */
  'settings.compact': call(nothing, z.object({ freed: z.number() })),
  /** What these days would free now. */
  'settings.frees': call(retention, z.object({ sessions: freed, conflicts: freed, errors: freed })),
} as const;
