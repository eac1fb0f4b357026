// Lossless JSON: numbers keep their digits, names are only data, nonsense is refused.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxDepth, parseExact } from '../../../main/wire/exact-json.ts';
import { JsonNumber, JsonText, plainJson, type JsonValue } from '../../../main/wire/json-value.ts';
import { parseJson, writeJson } from '../../../main/wire/json.ts';
import { writeStockJson } from '../../../main/wire/stock-json.ts';

const parsers = [
  ['parseJson', parseJson],
  ['parseExact', parseExact],
] as const;

const kept = ['1.10', '20240925101112123', '9007199254740993', '-9223372036854775808', '1E+02', '1e2', '-0', '0.0'];
const longKept = [
  '1234567890123460000000000000',
  '12345678901234567890.1234567890',
  '0.0000001',
  '3.4028235E+38',
  '1.0',
];
const plain = [
  '0',
  '7',
  '-12',
  '1.5',
  '0.000001',
  '9007199254740991',
  '123456789012345680',
  '0.7500000000000001',
  '1e+21',
];

describe.each(parsers)('%s', (_, parse) => {
  it.each([...kept, ...longKept])('W-41 keeps the text of %s wherever it stands', (token) => {
    for (const text of [`[${token}]`, `{"a":${token}}`, `[0,${token}]`, `[ ${token} ]`, `{"a":[[16,${token},null]]}`]) {
      expect(writeJson(parse(text))).toBe(text.replaceAll(' ', ''));
    }
    expect(parse(token)).toEqual(new JsonNumber(token));
  });

  it.each(plain)('W-41 reads %s as a number', (token) => {
    expect(parse(`[${token}]`)).toEqual([Number(token)]);
    expect(parse(token)).toBe(Number(token));
  });

  it('W-41 gives back every canonical or long number token', () => {
    const digits = fc.stringMatching(/^(0|[1-9]\d{0,25})(\.\d{1,25})?([eE][+-]?\d{1,2})?$/);
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), digits), { minLength: 1 }), (tokens) => {
        const text = `{"r":[${tokens.map(([minus, token]) => (minus ? `-${token}` : token)).join(',')}]}`;
        expect(writeJson(parse(text))).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  it('W-43 allows white space and a byte-order mark', () => {
    expect(parse('\uFEFF{ "a" :\t[ 1 ,\r\n true, null,false ] , "b":{ } ,"c":[ ]}')).toEqual({
      a: [1, true, null, false],
      b: {},
      c: [],
    });
  });

  it('W-42 reads every escape', () => {
    expect(parse(String.raw`["\u005a\u00EB \uD83D\uDE00 \"\\\/\b\f\n\r\t\ud800"]`)).toEqual([
      'Zë 😀 "\\/\b\f\n\r\t\ud800',
    ]);
  });

  it('W-262 takes member names as data', () => {
    const value = parse('{"__proto__":{"polluted":1},"constructor":2,"toString":3,"a":1,"a":2.50}') as object;
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.keys(value)).toEqual(['__proto__', 'constructor', 'toString', 'a']);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    expect(writeJson(value as JsonValue)).toBe('{"__proto__":{"polluted":1},"constructor":2,"toString":3,"a":2.50}');
  });

  it.each([
    ['', 'too early'],
    ['{', 'too early'],
    ['{"a"', 'too early'],
    ['{"a":', 'too early'],
    ['{"a":1', 'too early'],
    ['[1,', 'too early'],
    ['"abc', 'too early'],
    ['"abc\\', 'too early'],
    ['[1]]', 'position 3'],
    ['[1,]', 'position 3'],
    ['{"a":1,}', 'position 7'],
    ["{'a':1}", 'position 1'],
    ['{a:1}', 'position 1'],
    ['[01]', 'position 3'],
    ['[1.]', 'position 3'],
    ['[-]', 'position 2'],
    ['[+1]', 'position 1'],
    ['[.5]', 'position 1'],
    ['[1e]', 'position 3'],
    ['[NaN]', 'position 1'],
    ['[nul]', 'position 1'],
    ['[1 2]', 'position 3'],
    ['["a\nb"]', 'position 3'],
    ['["\\x"]', 'wrong escape'],
    ['["\\u12g4"]', 'wrong escape'],
    ['\u00a0[]', 'position 0'],
  ])('W-98 refuses %j with a plain message', (text, message) => {
    expect(() => parse(text)).toThrow(SyntaxError);
    expect(() => parse(text)).toThrow(message);
  });

  it('W-98 refuses every truncation of a body', () => {
    const body = '{"sc":{"id":"a\\u0041","pp":0.10},"r":[[16,1,"x",null,true,20240925101112123]],"b":false}';
    for (let end = 0; end < body.length; end++) expect(() => parse(body.slice(0, end))).toThrow(SyntaxError);
    expect(writeJson(parse(body))).toBe(body.replace('\\u0041', 'A'));
  });

  it('W-262 refuses depth bombs without exhausting the stack', () => {
    const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;
    expect(() => parse(nested(maxDepth))).not.toThrow();
    expect(() => parse(nested(maxDepth + 1))).toThrow('deeper than 64');
    expect(() => parse('{"a":'.repeat(100_000) + '1' + '}'.repeat(100_000))).toThrow('deeper than 64');
    expect(() => parse('[1,'.repeat(1_000_000))).toThrow(SyntaxError);
  });

  it('W-268 says nothing of the text in its errors', () => {
    expect(() => parse('{"password":"s3cret" x}')).toThrow(/^JSON broken at position 21$/);
  });
});

describe('writeJson', () => {
  it('W-41 W-43 comes back through the parser, whatever the value', () => {
    const value = fc.jsonValue({ maxDepth: 5 }).map((json) => JSON.parse(JSON.stringify(json)) as JsonValue);
    fc.assert(
      fc.property(value, (json) => {
        expect(parseJson(writeJson(json))).toEqual(json);
      }),
    );
  });

  it('W-42 escapes only what JSON demands', () => {
    expect(writeJson('Zoë 😀 <&>\'"\\/\n\u0001\ud800')).toBe('"Zoë 😀 <&>\'\\"\\\\/\\n\\u0001\\ud800"');
  });

  it('W-41 writes bigints with all digits and finished texts as they stand, and leaves undefined out', () => {
    const value = { a: 20240925101112123n, b: undefined, c: new JsonText('{"t":[]}'), d: [new JsonNumber('1.10'), -0] };
    expect(writeJson(value)).toBe('{"a":20240925101112123,"c":{"t":[]},"d":[1.10,0]}');
  });

  it.each([Number.NaN, Infinity, -Infinity])('W-39 refuses %s', (number) => {
    expect(() => writeJson([number])).toThrow(TypeError);
  });
});

describe('writeStockJson', () => {
  it('W-42 escapes like a stock writer', () => {
    expect(writeStockJson('a\t\n\\/<>&\'+"`ë😀\u007f')).toBe(
      String.raw`"a\t\n\\/\u003C\u003E\u0026\u0027\u002B\u0022\u0060\u00EB\uD83D\uDE00\u007F"`,
    );
  });

  it('W-42 writes Base64 and date cells raw and other cells of the row escaped', () => {
    const container =
      '{"t":[{"c":[{"n":"a","t":"12"},{"n":"b","t":"17"},{"n":"c","t":"14"}],"r":[[16,"+/8+","+","1+2"]]}]}';
    expect(writeStockJson(parseJson(container))).toBe(container.replace('"+",', '"\\u002B",'));
  });
});

describe('plainJson', () => {
  it('W-64 makes filters comparable by any JSON library', () => {
    expect(plainJson(parseJson('{"a":[1.0,{"__proto__":2}],"b":null}'))).toEqual(
      JSON.parse('{"a":[1,{"__proto__":2}],"b":null}'),
    );
  });
});
