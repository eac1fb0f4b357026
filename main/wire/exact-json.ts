// A JSON parser that loses no digit (W-41) and trusts nobody (W-262): depth is limited, member names are only data.

import { JsonNumber, type JsonObject, type JsonValue } from './json-value.ts';

/** The depth at which a stock peer's parser gives up as well. */
export const maxDepth = 64;

/** Parses a whole text (W-41, W-43). Throws a SyntaxError that names the position and shows nothing of the text. */
export function parseExact(text: string): JsonValue {
  const parser = new ExactParser(text);
  return parser.document();
}

class ExactParser {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): JsonValue {
    if (this.#text.charCodeAt(0) === 0xfeff) this.#at = 1;
    const value = this.#value(this.#next());
    this.#next();
    if (this.#at < this.#text.length) throw this.#error();
    return value;
  }

  /** Skips white space; the code of the character that follows, NaN at the end. */
  #next(): number {
    let code = this.#text.charCodeAt(this.#at);
    while (code === 32 || code === 10 || code === 13 || code === 9) code = this.#text.charCodeAt(++this.#at);
    return code;
  }

  #value(code: number): JsonValue {
    if (code === 34) return this.#string();
    if (code === 45 || (code >= 48 && code <= 57)) return this.#number(code);
    if (code === 91) return this.#array();
    if (code === 123) return this.#object();
    if (code === 116) return this.#word('true', true);
    if (code === 102) return this.#word('false', false);
    if (code === 110) return this.#word('null', null);
    throw this.#error();
  }

  #array(): JsonValue[] {
    const items: JsonValue[] = [];
    this.#enter();
    let code = this.#next();
    if (code !== 93) {
      for (;;) {
        items.push(this.#value(code));
        code = this.#next();
        if (code === 93) break;
        if (code !== 44) throw this.#error();
        this.#at++;
        code = this.#next();
      }
    }
    this.#leave();
    return items;
  }

  #object(): JsonObject {
    const object: JsonObject = {};
    this.#enter();
    let code = this.#next();
    if (code !== 125) {
      for (;;) {
        this.#member(object, code);
        code = this.#next();
        if (code === 125) break;
        if (code !== 44) throw this.#error();
        this.#at++;
        code = this.#next();
      }
    }
    this.#leave();
    return object;
  }

  #member(object: JsonObject, code: number): void {
    if (code !== 34) throw this.#error();
    const name = this.#string();
    if (this.#next() !== 58) throw this.#error();
    this.#at++;
    const value = this.#value(this.#next());
    if (name === '__proto__') {
      Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
    } else object[name] = value;
  }

  #enter(): void {
    if (++this.#depth > maxDepth) throw new SyntaxError(`JSON nested deeper than ${maxDepth} at position ${this.#at}`);
    this.#at++;
  }

  #leave(): void {
    this.#depth--;
    this.#at++;
  }

  #string(): string {
    const text = this.#text;
    const start = ++this.#at;
    let at = start;
    let code = text.charCodeAt(at);
    while (code !== 34 && code !== 92 && code >= 32) code = text.charCodeAt(++at);
    if (code === 34) {
      this.#at = at + 1;
      return text.slice(start, at);
    }
    this.#at = at;
    return this.#escapedString(start);
  }

  /** A string with escapes: its end is sought here, its content is left to the engine. */
  #escapedString(start: number): string {
    const text = this.#text;
    let code = text.charCodeAt(this.#at);
    while (code !== 34) {
      if (!(code >= 32)) throw this.#error();
      this.#at += code === 92 ? 2 : 1;
      code = text.charCodeAt(this.#at);
    }
    this.#at++;
    try {
      return JSON.parse(text.slice(start - 1, this.#at)) as string;
    } catch {
      throw new SyntaxError(`JSON string with a wrong escape at position ${start}`);
    }
  }

  /** Short whole numbers are summed up on the way; whatever else keeps its text unless a number spells it again. */
  #number(first: number): number | JsonNumber {
    const text = this.#text;
    const start = this.#at;
    let at = first === 45 ? start + 1 : start;
    const digits = at;
    let value = 0;
    let code = text.charCodeAt(at);
    while (code >= 48 && code <= 57) {
      value = value * 10 + code - 48;
      code = text.charCodeAt(++at);
    }
    const count = at - digits;
    this.#at = at;
    if (count === 0 || (count > 1 && text.charCodeAt(digits) === 48)) throw this.#error();
    if (code === 46 || code === 101 || code === 69) return this.#longNumber(start, code);
    if (count > 15 || (value === 0 && first === 45)) return numberOf(text.slice(start, at));
    return first === 45 ? -value : value;
  }

  #longNumber(start: number, next: number): number | JsonNumber {
    let code = next;
    if (code === 46) code = this.#digits();
    if (code === 101 || code === 69) {
      const sign = this.#text.charCodeAt(this.#at + 1);
      if (sign === 43 || sign === 45) this.#at++;
      this.#digits();
    }
    return numberOf(this.#text.slice(start, this.#at));
  }

  /** Passes over one character and the digits behind it; the code that follows. */
  #digits(): number {
    const start = ++this.#at;
    let code = this.#text.charCodeAt(start);
    while (code >= 48 && code <= 57) code = this.#text.charCodeAt(++this.#at);
    if (this.#at === start) throw this.#error();
    return code;
  }

  #word<T>(word: string, value: T): T {
    if (!this.#text.startsWith(word, this.#at)) throw this.#error();
    this.#at += word.length;
    return value;
  }

  #error(): SyntaxError {
    if (this.#at >= this.#text.length) return new SyntaxError(`JSON ends too early, at position ${this.#text.length}`);
    return new SyntaxError(`JSON broken at position ${this.#at}`);
  }
}

/** Up to 14 digits with a fraction that does not end in 0: a double spells these again, no need to ask it. */
const shortFraction = /^-?(?:0\.(?!00000)|[1-9]\d*\.)\d*[1-9]$/;

/** A number only where its own text comes back. */
function numberOf(token: string): number | JsonNumber {
  const value = Number(token);
  if (token.length < 16 && shortFraction.test(token)) return value;
  return String(value) === token ? value : new JsonNumber(token);
}
