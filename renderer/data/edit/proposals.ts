// What a new record can begin with: a GUID, the next free number, and what the filters in force demand.

import { integerFromText, isInteger } from '../../../main/sync/cell.ts';
import { cellFault } from '../../../main/sync/value.ts';
import type { Client } from '../../../main/window/client.ts';
import { plainText } from '../../format/names.ts';
import type { AddressFilter } from '../address.ts';
import { ruleColumn, type DataTable, type JsonCell } from '../data-table.ts';
import type { Value } from './draft.ts';

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

type Values = Readonly<Record<string, Value>>;

/** The proposals; a question that the engine does not answer proposes nothing. */
export async function proposals(client: Client, table: DataTable, filters: readonly AddressFilter[]): Promise<Values> {
  const demanded = filters.flatMap(({ column, operator, values }): [string, Value][] => {
    const [value] = values;
    const isOne = operator === 'is' || (operator === 'one-of' && values.length === 1);
    const type = table.columns.find((item) => item.name === column)?.type;
    if (!isOne || value === undefined || type === undefined || type === 'bytes') return [];
    return [[column, type === 'bool' ? value === 'true' : value]];
  });
  const key = await proposedKey(client, table).catch(() => ({}));
  return { ...key, ...Object.fromEntries(demanded) };
}

async function proposedKey(client: Client, table: DataTable): Promise<Values> {
  const [name] = table.key;
  const column = table.columns.find((item) => item.name === name);
  if (!column || table.key.length !== 1 || column.pointsTo !== null) return {};
  const rule = ruleColumn(column);
  if (rule.type === 'guid') return { [column.name]: crypto.randomUUID() };
  if (!isInteger(rule.type) && rule.type !== 'text') return {};
  const sort = [{ column: column.name, descending: true }];
  const { rows } = await client.call('data.page', {
    table: table.table,
    filters: [],
    text: '',
    only: 'all',
    sort,
    limit: 1,
    offset: 0,
  });
  const last = rows[0]?.key[column.name] ?? null;
  if (rule.type === 'text')
    return typeof last === 'string' && guid.test(last) ? { [column.name]: crypto.randomUUID() } : {};
  const next = nextNumber(last);
  return next !== null && cellFault(rule, integerFromText(next)) === null ? { [column.name]: next } : {};
}

/** The number after the largest one; 1 for an empty table. */
export function nextNumber(last: JsonCell): string | null {
  if (last === null) return '1';
  const number = integerFromText(plainText(last));
  return number === null ? null : String(BigInt(number) + 1n);
}
