// What keys are called: for the words of a filter on a column that points to other records.

import { useRead } from '../../bridge/use-read.ts';
import type { TableName } from '../../format/names.ts';

/** Looks up names; null while it is not known, or where there is none. */
export function useNames(table: TableName | null, keys: readonly string[]): (key: string) => string | null {
  const input = table === null || keys.length === 0 ? null : { table: { ...table }, keys: [...keys] };
  const names = useRead('data.names', input, ['data']).value?.names;
  return (key) => names?.[keys.indexOf(key)] ?? null;
}
