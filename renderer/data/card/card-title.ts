// What a record is called in the head of its card, and which columns that tells.

import { recordNoun } from '../../format/names.ts';
import type { DataTable, JsonRecord } from '../data-table.ts';

/** A record's title. */
export interface CardTitle {
  readonly title: string;
  readonly subtitle: string;
  /** Columns that need no line of their own. */
  readonly told: readonly string[];
}

const longestTitle = 120;

/** The key as title and the name below it; the name alone where no person can read the key. */
export function cardTitle(table: DataTable, key: JsonRecord, row: JsonRecord): CardTitle {
  const cell = table.name === null ? undefined : row[table.name];
  const name = typeof cell === 'string' && cell !== '' && cell.length <= longestTitle ? cell : null;
  const nameTold = name === null || table.name === null ? [] : [table.name];
  const parts = Object.values(key).map((part) => (part !== null && typeof part === 'object' ? '' : String(part)));
  const id = parts.join(' · ');
  if (!isMachineText(id)) return { title: id, subtitle: name ?? '', told: [...table.key, ...nameTold] };
  if (name !== null) return { title: name, subtitle: '', told: nameTold };
  const noun = recordNoun(table.table);
  return { title: `${noun.charAt(0).toUpperCase()}${noun.slice(1)} ${id.slice(0, 8)}`, subtitle: '', told: [] };
}

function isMachineText(id: string): boolean {
  return id === '' || /^[0-9a-f]{8}-[0-9a-f]{4}-/i.test(id) || id.length > 40;
}
