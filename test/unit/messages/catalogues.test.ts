// The catalogues and the code that speaks from them: every key that is used is there, every one that is there is used, plurals
// are whole (AX-05). Keys are found as texts in the sources; one that is put together counts by the parts that stand there.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const folder = join(root, 'resources/messages/en');
const plural = /_(zero|one|two|few|many|other)$/;

type Tree = { readonly [key: string]: string | Tree };

function flat(tree: Tree, before = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[before + key, value]] : flat(value, `${before}${key}.`),
  );
}

/** Texts by key, by catalogue. */
const catalogues = new Map(
  readdirSync(folder).map((file) => [
    file.replace('.json', ''),
    new Map(flat(JSON.parse(readFileSync(join(folder, file), 'utf8')) as Tree)),
  ]),
);

/** Keys as code writes them: without the ending of a plural. */
const keysOf = (name: string): Set<string> =>
  new Set([...(catalogues.get(name)?.keys() ?? [])].map((key) => key.replace(plural, '')));

const sources = ['renderer', 'main/electron', 'main/window'].flatMap((part) =>
  readdirSync(join(root, part), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => ({ path: `${part}/${path}`, text: readFileSync(join(root, part, path), 'utf8') })),
);

/** The catalogues that a file names for its `t`. */
function namesIn(text: string): string[] {
  const named = [...text.matchAll(/useTranslation\((?:'(\w+)')?\)/g)].map(([, name]) => name ?? 'app');
  return named.length > 0 ? named : [...catalogues.keys()];
}

/** What a text in the code stands for: a key, or a pattern of keys where it is put together. */
function patternOf(template: string): RegExp {
  const parts = template.split(/\$\{[^}]*\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^.]+')}$`);
}

const patterns = sources.flatMap(({ text }) => [
  ...[...text.matchAll(/'([\w.:/-]+)'/g)].map(([, key = '']) => patternOf(key)),
  ...[...text.matchAll(/`\$\{\w+\}(\.[\w.]+)`/g)].map(
    ([, end = '']) => new RegExp(`.${patternOf(end).source.slice(1)}`),
  ),
  ...[...text.matchAll(/`([\w.:/-]{3,}\$\{[^`]*)`/g)].map(([, key = '']) => patternOf(key)),
]);

describe('the code', () => {
  test('uses no key that no catalogue has', () => {
    const missing = sources.flatMap(({ path, text }) =>
      [
        ...text.matchAll(
          path.startsWith('main/') ? /\b(?:t|words)\(\s*'([\w.:/-]+)'/g : /\bt\(\s*(?:\w+ \? )?'([\w.:/-]+)'/g,
        ),
      ]
        .map(([, key = '']) => key)
        .filter((key) => {
          const [name, own] = key.includes(':') ? key.split(':') : [null, key];
          const names = name === null ? namesIn(text) : [name ?? ''];
          return !names.some((item) => keysOf(item).has(own ?? ''));
        })
        .map((key) => `${path}: ${key}`),
    );
    expect(missing).toEqual([]);
  });
});

describe.each([...catalogues.keys()])('%s', (name) => {
  test('holds no text that nothing says', () => {
    const unused = [...keysOf(name)].filter(
      (key) => !patterns.some((pattern) => pattern.test(key) || pattern.test(`${name}:${key}`)),
    );
    expect(unused).toEqual([]);
  });

  test('has one and other of every plural, with the same things filled in', () => {
    const texts = catalogues.get(name) ?? new Map<string, string>();
    const filled = (key: string): string[] =>
      [...(texts.get(key) ?? '').matchAll(/\{\{(\w+)/g)].map(([, item = '']) => item);
    const faults = [...texts.keys()].filter((key) => {
      if (!plural.test(key)) return false;
      const stem = key.replace(plural, '');
      if (!texts.has(`${stem}_one`) || !texts.has(`${stem}_other`) || texts.has(stem)) return true;
      const most = new Set(filled(`${stem}_other`));
      return !filled(`${stem}_one`).every((item) => most.has(item));
    });
    expect(faults).toEqual([]);
  });

  test('has no empty text, and none with a space too many', () => {
    const texts = [...(catalogues.get(name) ?? [])];
    expect(texts.filter(([, text]) => text.trim() === '' || / {2}|^\s.*\s$/.test(text))).toEqual([]);
  });
});
