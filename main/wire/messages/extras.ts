// Concord's own members, told only to a client that showed itself as Concord's (W-286).

import { z } from 'zod';
import {
  bool,
  listOf,
  long,
  message,
  oneOf,
  rawList,
  required,
  text,
  unlessDefault,
  type Codec,
  type Of,
} from '../codec.ts';

/** A row that the hub could not store: table, schema, key cells, state, code, message. */
export const refusedRow = message({
  t: required(text),
  s: unlessDefault(text),
  key: required(rawList),
  st: required(oneOf(16, 8)),
  code: required(text),
  m: required(text),
});

/** A row that the hub could not store, on the wire. */
export type RefusedRowMessage = Of<typeof refusedRow>;

/** A row for which the hub kept its own. */
export const keptRow = message({ t: required(text), s: unlessDefault(text), key: required(rawList) });

/** A row for which the hub kept its own, on the wire. */
export type KeptRowMessage = Of<typeof keptRow>;

const heldTable = message({ t: required(text), s: unlessDefault(text), c: required(listOf(text)) });

/** Extras of the last upload part: what a client that moves here from other scopes holds of the tables already, up to when. */
export const uploadExtras = message({
  held: unlessDefault(
    message({ ts: required(long), from: required(listOf(text)), tables: required(listOf(heldTable)) }),
  ),
});

/** Extras of the last upload part, on the wire. */
export type UploadExtras = Of<typeof uploadExtras>;

/** Extras of the final summary. */
export const summaryExtras = message({
  refused: unlessDefault(listOf(refusedRow)),
  kept: unlessDefault(listOf(keptRow)),
  /** What the client holds was left out. */
  narrow: unlessDefault(bool),
  /** What the hub time is called; the client says it again when it comes back. */
  seal: unlessDefault(text),
});

/** Extras of the final summary; a missing list = not told. */
export type SummaryExtras = Of<typeof summaryExtras>;

/** Who changed one row: user, device, instant; null where nothing is known. A fourth member: why a delete is one. */
export type AuthorMessage =
  | readonly [user: string | null, device: string | null, at: string | null]
  | readonly [user: string | null, device: string | null, at: string | null, why: string]
  | null;

const nameOrNull = z.string().nullable();

const author: Codec<AuthorMessage> = {
  schema: z
    .union([z.tuple([nameOrNull, nameOrNull, nameOrNull]), z.tuple([nameOrNull, nameOrNull, nameOrNull, z.string()])])
    .nullable(),
  write: (value) => value,
};

/** Extras of a download part: one author a row. */
export const partExtras = message({ by: unlessDefault(listOf(author)) });
