// What every file of calls is made of: a call is an input and an output.

import { z } from 'zod';

/** One call of the contract. */
export function call<I extends z.ZodType, O extends z.ZodType>(
  input: I,
  output: O,
): { readonly input: I; readonly output: O } {
  return { input, output };
}

/** Nothing to say. */
export const nothing = z.object({});

/** What columns that point to other records show, by column. */
export const names = z.record(z.string(), z.string());

/** A page of a list. */
export const page = { limit: z.number().int().min(1).max(1000), offset: z.number().int().min(0) };
