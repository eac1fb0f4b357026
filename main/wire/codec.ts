// Messages as tables of members: from one table come the reader, the type and the order of writing (W-34…W-38).

import { z } from 'zod';
import { isJsonObject, JsonNumber, type JsonValue, type JsonWritable } from './json-value.ts';
import { numberText, toBigInt } from './numbers.ts';

/** One type of value: how it is checked when read, and its JSON form when written. */
export interface Codec<T> {
  readonly schema: z.ZodType<T>;
  write(value: T): JsonWritable;
}

/** One member of a message; `undefined` from `write` leaves it out. */
export interface Member<T, Omittable extends boolean = boolean> {
  readonly schema: z.ZodType<T>;
  readonly omittable: Omittable;
  write(value: T): JsonWritable | undefined;
}

type Members = Readonly<Record<string, Member<unknown>>>;
type ValueOf<M> = M extends Member<infer T> ? T : never;
type OmittableName<S extends Members> = { [K in keyof S]: S[K]['omittable'] extends true ? K : never }[keyof S];
type Flat<T> = { [K in keyof T]: T[K] };

/** The type of a message with these members. */
export type MessageOf<S extends Members> = Flat<
  { readonly [K in Exclude<keyof S, OmittableName<S>>]: ValueOf<S[K]> } & {
    readonly [K in OmittableName<S>]?: ValueOf<S[K]>;
  }
>;

/** The value of a codec. */
export type Of<C> = C extends Codec<infer T> ? T : never;

/** A member marked `*`: it must be present (W-34). */
export function required<T>(codec: Codec<T>): Member<T, false> {
  return { schema: codec.schema, omittable: false, write: (value) => codec.write(value) };
}

/** An unmarked member: always written (W-36), its default where it is missing or null when read (W-37). */
export function always<T>(codec: Codec<T>, fallback: T): Member<T, false> {
  const schema = codec.schema.nullish().transform((value) => value ?? fallback);
  return { schema, omittable: false, write: (value) => codec.write(value) };
}

/** A member marked `~`: left out when null, 0 or false, but not when empty (W-34). */
export function unlessDefault<T>(codec: Codec<T>): Member<T | undefined, true> {
  const schema = codec.schema.nullish().transform((value) => value ?? undefined);
  return { schema, omittable: true, write: (value) => (isDefault(value) ? undefined : codec.write(value as T)) };
}

/** A message: names are read without case, unknown members are ignored, the order of the table is written (W-35). */
export function message<S extends Members>(members: S): Codec<MessageOf<S>> {
  const list = Object.entries(members);
  const shape = Object.fromEntries(list.map(([name, member]) => [name, member.schema]));
  return {
    schema: z.preprocess(foldNames, z.object(shape)) as unknown as z.ZodType<MessageOf<S>>,
    write(value) {
      const given = value as Readonly<Record<string, unknown>>;
      return Object.fromEntries(list.map(([name, member]) => [name, member.write(given[name])]));
    },
  };
}

/** The same value or null; a null is written (W-34). */
export function nullable<T>(codec: Codec<T>): Codec<T | null> {
  return { schema: codec.schema.nullable(), write: (value) => (value === null ? null : codec.write(value)) };
}

/** A plain array (W-44). */
export function listOf<T>(codec: Codec<T>): Codec<readonly T[]> {
  return { schema: z.array(codec.schema), write: (items) => items.map((item) => codec.write(item)) };
}

/** Any text. */
export const text: Codec<string> = { schema: z.string(), write: same };

/** A guid: read in any case, kept and written in lower case (W-39). */
export const guid: Codec<string> = {
  schema: z
    .string()
    .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, 'not a guid')
    .transform((value) => value.toLowerCase()),
  write: same,
};

/** True or false; null is neither (W-34). */
export const bool: Codec<boolean> = { schema: z.boolean(), write: same };

/** A signed 32-bit number. */
export const int: Codec<number> = {
  schema: z
    .int()
    .min(-(2 ** 31))
    .max(2 ** 31 - 1),
  write: same,
};

/** A signed 64-bit number, all digits kept (W-41). */
export const long: Codec<bigint> = {
  schema: z.unknown().transform((value, context) => {
    try {
      return toBigInt(value as JsonValue);
    } catch {
      context.addIssue({ code: 'custom', message: 'not a signed 64-bit number' });
      return z.NEVER;
    }
  }),
  write: same,
};

/** A floating-point number. */
export const double: Codec<number> = {
  schema: z.union([
    z.number(),
    z
      .instanceof(JsonNumber)
      .transform((json) => Number(numberText(json)))
      .pipe(z.number()),
  ]),
  write: same,
};

/** One of these enum numbers; any other is an error (W-70). */
export function oneOf<const N extends number>(...numbers: readonly N[]): Codec<N> {
  return { schema: z.literal(numbers), write: same };
}

/** A text, number, bool or null as it stands (SyncParameter). */
export const scalar: Codec<null | boolean | number | string | JsonNumber> = {
  schema: z.union([z.null(), z.boolean(), z.number(), z.string(), z.instanceof(JsonNumber)]),
  write: same,
};

/** An array whose items nobody looks at here. */
export const rawList: Codec<readonly JsonValue[]> = { schema: z.custom<JsonValue[]>(Array.isArray), write: same };

/** A member that is ignored when read and written as null (OldScopeInfo). */
export const alwaysNull: Codec<null> = { schema: z.unknown().transform(() => null), write: () => null };

/** An object of texts, names as they stand (`ap`, W-57). */
export const textByName: Codec<Readonly<Record<string, string | null>>> = {
  schema: z.custom<Record<string, string | null>>(
    (value) => isJsonObject(value) && Object.values(value).every((item) => item === null || typeof item === 'string'),
    'not an object of texts',
  ),
  write: same,
};

function same<T extends JsonWritable>(value: T): T {
  return value;
}

function isDefault(value: unknown): boolean {
  return value === undefined || value === null || value === 0 || value === false;
}

/** W-35: member names in lower case; the object itself where they are already. */
function foldNames(value: unknown): unknown {
  if (!isJsonObject(value)) return value;
  const names = Object.keys(value);
  if (names.every((name) => name === name.toLowerCase())) return value;
  return Object.fromEntries(names.map((name) => [name.toLowerCase(), value[name]]));
}
