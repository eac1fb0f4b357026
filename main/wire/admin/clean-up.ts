// The clean-up of a hub's memory as its own door plans, does and lists it, as JSON (HB-07).

import { z } from 'zod';
import { count, instant } from './state.ts';

/** Clients silent for more days are given up; null = nobody is. */
const dropSilentDays = z.coerce.number().int().min(0).max(36_500).nullable().default(null);

/** What is to be planned (`GET admin/clean-up?dropSilentDays=90`). */
export const cleanUpQuestion = z.strictObject({ dropSilentDays });

const client = z.object({
  id: z.string(),
  scope: z.string(),
  person: z.string().nullable(),
  device: z.string().nullable(),
  /** Its last good session. */
  lastSession: instant,
});

/** What a clean-up would do. */
export const hubCleanUpPlan = z.object({
  /** Noted changes that there are, and those of them that would be forgotten. */
  entries: z.object({ all: count, upTo: count }),
  clients: count,
  /** Who would be left behind. */
  outdated: z.array(client),
  /** For whom what is newer is kept. */
  holding: client.nullable(),
});

/** Does it (`POST admin/clean-up`); those may be left behind, and nobody else. */
export const cleanUpWish = z.strictObject({ dropSilentDays, outdated: z.array(z.string()) });

/** What it did. */
export const hubCleanedUp = z.object({ entries: count, outdated: count });

/** `GET admin/clean-ups`: the newest ones, newest first. */
export const hubCleanUps = z.array(
  z.object({
    at: z.string(),
    by: z.string().nullable(),
    entries: count,
    /** Ids of the clients that were given up. */
    forgotten: z.array(z.string()),
  }),
);
