// JSON as the wire needs it: numbers that a double would change keep their text (W-41).

/** A number whose text a JavaScript number would not spell again: `1.10`, `1E+02`, 17 digits (W-41). */
export class JsonNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** JSON text that is finished already and is written as it stands, such as a container of rows. */
export class JsonText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** An object as read. */
export interface JsonObject {
  [name: string]: JsonValue;
}

/** What the parser yields (W-41). Every plain number spells itself again by `String`. */
export type JsonValue = null | boolean | number | string | JsonNumber | JsonValue[] | JsonObject;

/** What the writer takes: `undefined` members are left out, a bigint is written with all its digits (W-41). */
export type JsonWritable =
  | null
  | boolean
  | number
  | bigint
  | string
  | JsonNumber
  | JsonText
  | readonly JsonWritable[]
  | { readonly [name: string]: JsonWritable | undefined };

/** True for an object with members: no array, no number kept as text. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof JsonNumber);
}

/** The same value as any JSON library takes it: for parts whose numbers are small whole ones, such as filters. */
export function plainJson(value: JsonValue): JsonValue {
  if (value instanceof JsonNumber) return Number(value.text);
  if (Array.isArray(value)) return value.map(plainJson);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plainJson(member)]));
}
