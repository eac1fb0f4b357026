// Calls of the first start: an engine without a replica is connected, tested and filled through these (AX-07, PR-01, PR-05).

import { z } from 'zod';
import { conflictRules } from '../../sync/rule.ts';
import { problem, progress } from '../shapes.ts';
import { call, nothing } from './call.ts';

/** The checks of *Test connection*, in their order (PR-01). */
export const checkNames = ['address', 'name', 'answer', 'hub', 'token', 'scope', 'file'] as const;

/** One check and what it found. `unknown`: an earlier one failed, or the hub does not tell. */
const check = z.object({
  name: z.enum(checkNames),
  state: z.enum(['ahead', 'running', 'passed', 'warned', 'failed', 'unknown']),
  problem: problem.nullable(),
  /** What the words are filled with: an address, a version, how many tables. */
  facts: z.record(z.string(), z.union([z.string(), z.number()])),
});

const address = z.string().trim().min(1).max(2000);
const token = z.string().trim().max(10_000).nullable();
const scope = z.string().trim().min(1).max(200);
const rule = z.enum(conflictRules);

/** Calls by name. */
export const setupCalls = {
  /** Where the first start stands; live by the topic `setup`. */
  'setup.state': call(
    nothing,
    z.object({
      /** True where a replica is open: there is nothing to set up. */
      open: z.boolean(),
      /** What the fields hold at first: what was named at the start, what an interrupted download was told, or defaults. */
      given: z.object({ hub: z.string(), scope: z.string(), file: z.string(), rule, hasToken: z.boolean() }),
      /** Whether the system's store keeps the token, or it is known for this run only. */
      keepsTokens: z.boolean(),
      /** A first download was interrupted, by a crash or the end of the program. */
      interrupted: z.boolean(),
      download: z.object({ progress: progress.nullable() }).nullable(),
      /** How the last download ended, unless it was good. */
      ended: z.object({ cancelled: z.boolean(), problem: problem.nullable() }).nullable(),
      /** The sample office is being made: rows so far, of how many. */
      demo: z.object({ written: z.number(), total: z.number() }).nullable(),
    }),
  ),
  /** Runs the checks; `setup.checks` tells them as they go, the answer when all have ended. */
  'setup.test': call(
    z.object({ hub: address, token, scope, file: z.string().trim().min(1).max(4000).nullable() }),
    z.object({ checks: z.array(check), passed: z.boolean() }),
  ),
  /** The checks of the last or running test; none = not tested. */
  'setup.checks': call(nothing, z.object({ checks: z.array(check) })),
  /** Scopes that the hub lists; null where it lists none, or cannot be asked. */
  'setup.scopes': call(
    z.object({ hub: address, token }),
    z.object({ scopes: z.array(z.object({ name: z.string(), tables: z.number() })).nullable() }),
  ),
  /** Starts the first download; false where a replica is open already. Nothing was made on disk before. */
  'setup.begin': call(
    z.object({ hub: address, token, scope, file: z.string().trim().min(1).max(4000), rule }),
    z.object({ begun: z.boolean() }),
  ),
  /** Ends the first download; what it made is deleted. */
  'setup.cancel': call(nothing, nothing),
  /** Opens the sample office in a temporary folder; false where a replica is open already. */
  'setup.demo': call(nothing, z.object({ begun: z.boolean() })),
} as const;
