// main/sync/SPEC.md, the sources and the tests name the same rules.

import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseSync } from 'vite';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const read = (file: string): string => readFileSync(`${root}/${file}`, 'utf8');
const filesUnder = (folder: string): string[] => globSync(`${folder}/**/*.{ts,tsx}`, { cwd: root }).toSorted();

const spec = read('main/sync/SPEC.md');
const defined = [...spec.matchAll(/^\*\*R-(\d+)\*\*/gm)].map(([, number]) => Number(number));
const known = new Set(defined);

/** Every rule that a text names; `R-1…R-3` and `R-1 to R-3` name three. */
function rulesIn(text: string): number[] {
  const named = text.matchAll(/(?<![A-Za-z])R-(\d+)(?:(?:…| to )R-(\d+))?/g);
  return [...named].flatMap(([, from, to = from]) =>
    Array.from({ length: Number(to) - Number(from) + 1 }, (_, at) => Number(from) + at),
  );
}

/** The titles of a file's tests, with those of the groups around them left out. */
function titlesIn(file: string): string[] {
  const titles: string[] = [];
  const { program, errors } = parseSync(file, read(file));
  if (errors.length > 0) throw new Error(`${file} cannot be read`);
  visit(program, (node) => {
    if (node['type'] !== 'CallExpression' || !['it', 'test'].includes(calledName(node['callee']))) return;
    const [title] = node['arguments'] as { type: string; value?: unknown; quasis?: { value: { raw: string } }[] }[];
    if (typeof title?.value === 'string') titles.push(title.value);
    if (title?.type === 'TemplateLiteral') titles.push((title.quasis ?? []).map((part) => part.value.raw).join('…'));
  });
  return titles;
}

function visit(node: unknown, look: (node: Record<string, unknown>) => void): void {
  if (Array.isArray(node)) for (const item of node) visit(item, look);
  else if (typeof node === 'object' && node !== null) {
    look(node as Record<string, unknown>);
    for (const member of Object.values(node)) visit(member, look);
  }
}

/** `it` of `it(…)`, `it.each(…)(…)`, `it.skip.each(…)(…)`. */
function calledName(callee: unknown): string {
  const node = callee as { type?: string; name?: string; object?: unknown; callee?: unknown } | undefined;
  if (node?.type === 'Identifier') return node.name ?? '';
  if (node?.type === 'MemberExpression') return calledName(node.object);
  return node?.type === 'CallExpression' ? calledName(node.callee) : '';
}

const tests = filesUnder('test')
  .filter((file) => file.includes('.test.'))
  .map((file) => ({ file, titles: titlesIn(file) }));
const tested = new Set(tests.flatMap(({ titles }) => titles.flatMap(rulesIn)));
const sources = filesUnder('main').map((file) => ({ file, rules: rulesIn(read(file)) }));

describe('the numbers of the rules', () => {
  it('stand once each, in rising order', () => {
    expect(defined.length).toBeGreaterThan(60);
    expect(defined).toEqual([...known].toSorted((a, b) => a - b));
  });

  it('lie within the group that the heading names', () => {
    const groups = spec.split(/^## /m).slice(1);
    const first = groups.map((group) => Number(/\(R-(\d+) …\)/.exec(group)?.[1]));
    for (const [at, group] of groups.entries()) {
      for (const [, number] of group.matchAll(/^\*\*R-(\d+)\*\*/gm)) {
        expect(Number(number)).toBeGreaterThanOrEqual(first[at] ?? Infinity);
        expect(Number(number)).toBeLessThan(first[at + 1] ?? Infinity);
      }
    }
  });

  it('are each proved by a test that is called after them', () => {
    expect(defined.filter((number) => !tested.has(number))).toEqual([]);
  });

  it('are each named by the code that holds them', () => {
    const named = new Set(sources.flatMap(({ rules }) => rules));
    expect(defined.filter((number) => !named.has(number))).toEqual([]);
  });

  it('that the text itself names exist', () => {
    expect(rulesIn(spec).filter((number) => !known.has(number))).toEqual([]);
  });

  it('that sources name exist', () => {
    const unknown = sources.flatMap(({ file, rules }) =>
      rules.filter((rule) => !known.has(rule)).map((rule) => `${file}: R-${rule}`),
    );
    expect(unknown).toEqual([]);
  });

  it('that tests name exist', () => {
    const unknown = tests.flatMap(({ file, titles }) =>
      titles
        .flatMap(rulesIn)
        .filter((rule) => !known.has(rule))
        .map((rule) => `${file}: R-${rule}`),
    );
    expect(unknown).toEqual([]);
  });

  it('begin every title of this folder', () => {
    const own = tests.filter(({ file }) => /^test[\\/]unit[\\/]sync[\\/]/.test(file) && !file.endsWith('spec.test.ts'));
    expect(own.length).toBeGreaterThan(15);
    expect(own.flatMap(({ titles }) => titles).filter((title) => !/^R-\d+ /.test(title))).toEqual([]);
  });

  it('give every paragraph a source in brackets', () => {
    const rules = spec.split(/\n\n/).filter((paragraph) => paragraph.startsWith('**R-'));
    expect(rules).toHaveLength(defined.length);
    expect(rules.filter((rule) => !/\([^()]+\)$/.test(rule.trim()))).toEqual([]);
  });
});

describe('this comparison', () => {
  it('reads ranges and leaves other ids alone', () => {
    expect(rulesIn('R-1, R-30…R-32 and R-90 to R-91, but ER-08, PR-11 or XR-1 not')).toEqual([1, 30, 31, 32, 90, 91]);
  });

  it('finds the titles of tables as well', () => {
    const titles = titlesIn('test/unit/sync/entry.test.ts');
    expect(titles).toContain('R-50 CF-04 %s, %s: %s');
    expect(titles.length).toBeGreaterThan(4);
  });
});
