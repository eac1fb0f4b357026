// What is wrong with a configuration, a sentence a field: what it is, what is allowed, the nearest right word (CL-05).

import type { z } from 'zod';
import { nearest } from './nearest.ts';

type Issue = z.core.$ZodIssue;

/** The sentences. `nameOf` names a field as whoever wrote it did. */
export function complaints(issues: readonly Issue[], nameOf: (path: string) => string, schema: z.ZodType): string[] {
  return issues.flatMap((issue) => inWords(issue, { nameOf, schema, above: [] }));
}

interface Around {
  readonly nameOf: (path: string) => string;
  readonly schema: z.ZodType;
  readonly above: readonly PropertyKey[];
}

function inWords(issue: Issue, around: Around): string[] {
  const path = [...around.above, ...issue.path];
  const field = around.nameOf(pathText(path)) || 'the file';
  if (issue.code === 'unrecognized_keys') {
    const allowed = keysAt(around.schema, path);
    return issue.keys.map((key) => {
      const meant = nearest(key, allowed);
      const hint = meant === null ? `allowed are ${allowed.join(', ')}` : `${meant} is meant?`;
      return `${pathText([...path, key])} is no field; ${hint}`;
    });
  }
  if (issue.code === 'invalid_union') {
    const branch = issue.errors.find((errors) => !isWrongKind(errors)) ?? issue.errors.at(-1) ?? [];
    return branch.flatMap((inner) => inWords(inner, { ...around, above: path }));
  }
  return [`${field}: ${demand(issue)}`];
}

function isWrongKind(errors: readonly Issue[]): boolean {
  return errors.some(({ code, path }) => code === 'invalid_type' && path.length === 0);
}

function demand(issue: Issue): string {
  if (issue.code === 'invalid_type') return `${kinds[issue.expected] ?? issue.expected} is expected`;
  if (issue.code === 'invalid_value') return `allowed are ${issue.values.map(String).join(', ')}`;
  if (issue.code === 'too_small')
    return issue.origin === 'string' || issue.origin === 'array'
      ? 'it may not be empty'
      : `${issue.minimum} or more is allowed`;
  if (issue.code === 'too_big') return `${issue.maximum} or less is allowed`;
  return issue.message;
}

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a whole number',
  int: 'a whole number',
  array: 'a list',
  object: 'an object',
};

function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    return text === '' ? String(key) : `${text}.${String(key)}`;
  }, '');
}

/** The fields that stand at a place of the schema. */
function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): readonly string[] {
  const [key, ...rest] = path;
  // A list opens into its element of itself.
  if (typeof key === 'number') return keysAt(schema, rest);
  const inner = bare(schema);
  const shape = 'shape' in inner ? (inner.shape as Readonly<Record<string, z.ZodType>>) : {};
  if (key === undefined) return Object.keys(shape);
  const next = shape[String(key)];
  return next ? keysAt(next, rest) : [];
}

/** Without default, optional and list; of a union the branch that has fields. */
function bare(schema: z.ZodType): z.ZodType {
  if ('unwrap' in schema && typeof schema.unwrap === 'function') return bare(schema.unwrap() as z.ZodType);
  if ('options' in schema && Array.isArray(schema.options)) {
    const options = schema.options as z.ZodType[];
    return bare(options.find((option) => 'shape' in option) ?? schema);
  }
  return schema;
}
