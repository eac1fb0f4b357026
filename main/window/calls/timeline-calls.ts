// The call of a record's timeline (PD-08).

import { z } from 'zod';
import { record, tableName } from '../shapes.ts';
import { call } from './call.ts';

/** What a point of a timeline is about. */
export const pointKinds = [
  'now',
  'base',
  'added',
  'changed',
  'deleted',
  'reverted',
  'unreverted',
  'taken-back',
  'altered',
  'raised',
  'reopened',
  'decided',
  'undecided',
  'sent',
  'confirmed',
  'undone',
  'parked',
] as const;

/** One point of a record's timeline. */
export const timelinePoint = z.object({
  /** The same for the same point at every reading. */
  id: z.string(),
  kind: z.enum(pointKinds),
  /** Null: not known. */
  at: z.string().nullable(),
  /** Whose doing it was: this side's, the hub's, or what both hold. */
  side: z.enum(['mine', 'theirs', 'both']),
  /** Null: not told. */
  user: z.string().nullable(),
  device: z.string().nullable(),
  session: z.number().nullable(),
  conflict: z.number().nullable(),
  keep: z.enum(['mine', 'theirs', 'merged']).nullable(),
  /** Why it came to that, where words are known: of a state. */
  why: z.string().nullable(),
  /** The columns that are not as in the version before. */
  columns: z.array(z.string()),
  /** The record at this point, with the cells that are known; null = there was none. Without `hasVersion` it says nothing. */
  hasVersion: z.boolean(),
  version: record.nullable(),
});

/** Calls by name. */
export const timelineCalls = {
  /** What is known of a record's way, newest first. */
  'data.timeline': call(
    z.object({ table: tableName, key: record }),
    z.object({ points: z.array(timelinePoint), earlier: z.number() }),
  ),
} as const;
