// ContainerSet: rows of one table as they travel (§6, W-67, W-68). Cells are not looked at here.

import { z } from 'zod';
import { listOf, message, oneOf, required, text, unlessDefault, always, type Codec, type Of } from '../codec.ts';
import { JsonText, type JsonValue } from '../json-value.ts';

/** Rows as read: the state, then one cell a column (W-73). */
export type JsonRows = readonly (readonly JsonValue[])[];

const rows: Codec<JsonRows> = {
  schema: z.custom<JsonRows>((value) => Array.isArray(value) && value.every(Array.isArray), 'not an array of arrays'),
  write: (value) => value,
};

/** A column of a container: name, type code, 1 for a part of the key. */
export const containerColumn = message({ n: required(text), t: required(text), p: unlessDefault(oneOf(0, 1)) });

/** A column of a container. */
export type ContainerColumn = Of<typeof containerColumn>;

/** ContainerTable, in the order that stock's file reader needs: `r` last (W-80). */
export const containerTable = message({
  n: required(text),
  s: unlessDefault(text),
  c: unlessDefault(listOf(containerColumn)),
  r: always(rows, []),
});

/** The rows of one table on the wire. */
export type ContainerTable = Of<typeof containerTable>;

const plainContainer = message({ t: unlessDefault(listOf(containerTable)) });

/** The rows of one message. */
export type ContainerSet = Of<typeof plainContainer>;

/** ContainerSet; a container that is JSON text already is written as it stands. */
export const containerSet: Codec<ContainerSet> = {
  schema: plainContainer.schema,
  write: (value: ContainerSet | string) =>
    typeof value === 'string' ? new JsonText(value) : plainContainer.write(value),
};

/** A message to be written, whose rows may be a finished text of `createPartWriter`. */
export type WithContainerText<M extends { readonly changes: unknown }> = Omit<M, 'changes'> & {
  readonly changes: M['changes'] | string;
};
