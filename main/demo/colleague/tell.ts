// What the colleague did, as a sentence for the log.

import type { Cells } from './changes.ts';
import type { RecordName } from './records.ts';

/** Who the simulated colleague is, and on which device. */
export const colleague = { name: 'Anna Berger', device: 'Desk-02' } as const;

/** “Anna Berger changed Status to On hold and Start to 2026-06-16 14:30 in work order WO-10482.” */
export function tellChange(record: RecordName, cells: Cells): string {
  const parts = Object.entries(cells).map(([column, cell]) =>
    column === 'notes' ? 'added to Notes' : `set ${label(column)} to ${shown(cell)}`,
  );
  return `${colleague.name} ${joined(parts)} in ${nameOf(record)}.`;
}

/** “Anna Berger added work order line WO-10482 / 5.” */
export function tellAdded(record: RecordName): string {
  return `${colleague.name} added ${nameOf(record)}.`;
}

/** “Anna Berger deleted site S-0377.” */
export function tellDeleted(record: RecordName): string {
  return `${colleague.name} deleted ${nameOf(record)}.`;
}

/** What is said of a step in which there was nothing to do. */
export const idleSentence = `${colleague.name} had nothing to change.`;

function nameOf({ table, key }: RecordName): string {
  return `${table.replaceAll('_', ' ').replace(/s$/, '')} ${Object.values(key).map(shown).join(' / ')}`;
}

function label(column: string): string {
  const words = column.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function shown(cell: Cells[string]): string {
  if (cell === null) return 'no value';
  return cell instanceof Uint8Array
    ? `${cell.length} bytes`
    : String(cell).replace(/^(\d{4}-\d\d-\d\d \d\d:\d\d):\d\d$/, '$1');
}

function joined(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}
