// Every scenario of CONFORMANCE is named by a test, on the ways to a hub that are said in test/support/conformance.ts.

import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseSync } from 'vite';
import { elsewhere, inSuites, scenarioIds, without, type Ways } from '../support/conformance.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (file: string): string => readFileSync(`${root}/${file}`, 'utf8');

/** `H4…H6` is three. */
function idsOf(list: string): string[] {
  return list
    .trim()
    .split(/\s+/)
    .flatMap((word) => {
      const [, letters, from, to] = /^([A-Z]+)(\d+)…\1(\d+)$/.exec(word) ?? [];
      if (letters === undefined) return [word];
      return Array.from({ length: Number(to) - Number(from) + 1 }, (_, at) => `${letters}${Number(from) + at}`);
    });
}

type Node = Readonly<Record<string, unknown>>;
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The function that a call of `test`, `describe.each(table)` and the like comes down to. */
function calledName(callee: unknown): string {
  if (!isNode(callee)) return '';
  if (callee['type'] === 'Identifier') return String(callee['name']);
  return calledName(callee['type'] === 'MemberExpression' ? callee['object'] : callee['callee']);
}

/** Texts of a title and of the table that fills it; a function's own texts are none. */
function textsOf(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(textsOf);
  if (!isNode(node) || /Function/.test(String(node['type']))) return [];
  if (node['type'] === 'Literal') return typeof node['value'] === 'string' ? [node['value']] : [];
  if (node['type'] === 'TemplateElement') return [String((node['value'] as { raw: string }).raw)];
  return Object.values(node).flatMap(textsOf);
}

function namesIn(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(namesIn);
  if (!isNode(node)) return [];
  return node['type'] === 'Identifier' ? [String(node['name'])] : Object.values(node).flatMap(namesIn);
}

interface Told {
  readonly file: string;
  readonly text: string;
  /** Null outside any table of ways. */
  readonly ways: Ways | null;
}

const wayNames: readonly Ways[] = ['httpBindings', 'hubBindings', 'bindings'];

/** What the tests of a file are called, with the groups around them and the ways of these. */
function testsIn(file: string): Told[] {
  const source = read(file);
  const { program } = parseSync(file, source);
  const constants = new Map<string, unknown>();
  const told: Told[] = [];
  const waysOf = (node: unknown): Ways | null => {
    const names = namesIn(node).flatMap((name) => [name, ...namesIn(constants.get(name))]);
    const found = wayNames.find((name) => names.includes(name)) ?? null;
    const [from, to] = isNode(node) ? [Number(node['start']), Number(node['end'])] : [0, 0];
    return found === 'bindings' && /'in process'/.test(source.slice(from, to)) ? 'httpBindings' : found;
  };
  const visit = (node: unknown, around: Told): void => {
    if (Array.isArray(node)) for (const item of node) visit(item, around);
    if (!isNode(node)) return;
    if (node['type'] === 'VariableDeclarator' && isNode(node['id']))
      constants.set(String(node['id']['name']), node['init']);
    const name = node['type'] === 'CallExpression' ? calledName(node['callee']) : '';
    if (!['it', 'test', 'testOurs', 'describe'].includes(name))
      return Object.values(node).forEach((value) => visit(value, around));
    const [title, ...rest] = node['arguments'] as unknown[];
    const text = [around.text, ...textsOf(node['callee']), ...textsOf(title)].join(' ');
    const within = { ...around, text, ways: around.ways ?? waysOf(node['callee']) };
    if (name !== 'describe') told.push({ ...within, text: `${text} ${idsFromTables(file, text)}` });
    else visit(rest, within);
  };
  visit(program, { file, text: '', ways: null });
  return told;
}

/** Titles that are filled from data: C1–C34 from what real peers did, CM1–CM11 from the matrix. */
function idsFromTables(file: string, title: string): string {
  const from = (path: string, pattern: RegExp): string =>
    [...read(path).matchAll(pattern)].map(([, id]) => id).join(' ');
  if (file.endsWith('/conflicts.test.ts') && title.includes('$id'))
    return from('test/vectors/conformance-live.json', /"id":\s*"(C\d+)"/g);
  if (file.endsWith('/conflict-gaps-matrix.test.ts')) return from('test/support/conflict-matrix.ts', /\['(CM\d+)'/g);
  return '';
}

const tests = globSync('test/**/*.test.ts', { cwd: root })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => !file.startsWith('test/unit/'))
  .flatMap(testsIn);
const names = (id: string, { text }: Told): boolean => new RegExp(`(?<![A-Za-z0-9-])${id}(?![A-Za-z0-9])`).test(text);

describe('the scenarios of CONFORMANCE', () => {
  it.each(Object.entries(inSuites) as [Ways, string][])('are proved on %s by a test that names them', (ways, list) => {
    const suites = tests.filter((test) => test.file.startsWith('test/suites/') && test.ways === ways);
    expect(suites.length).toBeGreaterThan(5);
    expect(idsOf(list).filter((id) => !suites.some((test) => names(id, test)))).toEqual([]);
  });

  it('are named where it is said that they are, if not in the suites', () => {
    const missing = Object.entries(elsewhere).filter(
      ([id, { file }]) => !tests.some((test) => test.file.startsWith(`test/${file}`) && names(id, test)),
    );
    expect(missing.map(([id]) => id)).toEqual([]);
  });

  it('stand once each, none is left out', () => {
    const all = [...Object.values(inSuites).flatMap(idsOf), ...Object.keys(elsewhere), ...Object.keys(without)];
    expect(all.filter((id, at) => all.indexOf(id) !== at)).toEqual([]);
    // P1 to P14 are the inbox's own rules; the suites name them beside others.
    const wanted = scenarioIds.filter((id) => !/^P\d/.test(id));
    expect(wanted.filter((id) => !all.includes(id))).toEqual([]);
    expect(all).toHaveLength(wanted.length);
  });
});
