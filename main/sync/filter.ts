// Row filters of a scope as the hub's owner set them up, and whether a client's parameters fit them (HB-02, PR-04).

import type { CellType } from './cell.ts';
import type { Condition } from './condition.ts';
import { ConcordError } from './problem.ts';
import type { TableName } from './schema.ts';
import type { Parameter } from './scope.ts';
import { cellFault, cellFromTyped, type ValueColumn } from './value.ts';

/** A parameter of a scope. Without a default it must be given; a null switches the comparisons off that use it. */
export interface FilterParameter {
  readonly name: string;
  readonly type: CellType;
  readonly nullable: boolean;
  /** Null is a default too, where it is allowed. */
  readonly default?: Parameter['value'];
}

/** A column by its table. */
export interface FilterColumn {
  readonly table: TableName;
  readonly column: string;
}

/** Another table of the scope that a filter looks at: its rows whose column equals one of a table before it. */
export interface FilterJoin {
  readonly table: TableName;
  readonly own: FilterColumn;
  readonly other: FilterColumn;
}

/** Which rows of one table a client is to have: all of `equals` hold, and the condition. */
export interface Filter {
  readonly table: TableName;
  readonly joins: readonly FilterJoin[];
  readonly equals: readonly (FilterColumn & { readonly parameter: string })[];
  readonly condition: { readonly text: string; readonly tree: Condition } | null;
}

/** All filters of a scope. */
export interface ScopeFilters {
  readonly parameters: readonly FilterParameter[];
  readonly filters: readonly Filter[];
  /** What becomes of a row that a client has and that leaves its filter: it is removed there, or stays as it was (PR-06). */
  readonly leaving: 'remove' | 'stay';
  /** What becomes of an uploaded row outside the sender's filter; a token that pins parameters always refuses it (FG-c). */
  readonly outside: 'accept' | 'refuse';
}

/**
 * the parameters in the scope's order and types, defaults filled in. Throws `parameters-refused` where one is missing,
 * unknown, given twice or of another type (FG-e).
 */
export function fitParameters(known: readonly FilterParameter[], given: readonly Parameter[]): readonly Parameter[] {
  const unknown = given.find(({ name }) => !known.some((parameter) => isNamed(parameter, name)));
  if (unknown) throw refused(`there is no parameter ${unknown.name}${listed(known)}`);
  return known.map((parameter) => {
    const values = given.filter(({ name }) => isNamed(parameter, name));
    if (values.length > 1) throw refused(`${parameter.name} is given ${values.length} times`);
    const [own] = values;
    if (own) return { name: parameter.name, value: fitValue(parameter, own.value) };
    if (parameter.default !== undefined) return { name: parameter.name, value: parameter.default };
    throw refused(`${parameter.name} is missing`);
  });
}

/** a value as its parameter's type, however it was spelt. Throws `parameters-refused`. */
export function fitValue({ name, type, nullable }: FilterParameter, value: Parameter['value']): Parameter['value'] {
  const column: ValueColumn = {
    type,
    nullable,
    maxLength: 0,
    precisionSpecified: false,
    precision: 0,
    scaleSpecified: false,
    scale: 0,
  };
  const cell = typeof value === 'string' ? cellFromTyped(column, value) : spelt(type, value);
  const fault = cellFault(column, cell);
  if (fault !== null) throw refused(`${name}: ${fault}`);
  return cell instanceof Uint8Array ? null : cell;
}

/** Numbers and yes or no are told as such, where the parameter is text. */
function spelt(type: CellType, value: Parameter['value']): Parameter['value'] {
  const isPlain = value === null || typeof value === 'boolean';
  return !isPlain && (type === 'text' || type === 'decimal') ? String(value) : value;
}

/** Names of parameters are the same without case, as stock peers have it. */
export function isNamed(parameter: { readonly name: string }, name: string): boolean {
  return parameter.name.toLowerCase() === name.toLowerCase();
}

function listed(known: readonly FilterParameter[]): string {
  return known.length === 0 ? '' : `; known: ${known.map(({ name }) => name).join(', ')}`;
}

function refused(reason: string): ConcordError {
  // The reason alone goes over the wire, so that a replica can say the whole sentence.
  return new ConcordError('parameters-refused', { reason }, reason);
}
