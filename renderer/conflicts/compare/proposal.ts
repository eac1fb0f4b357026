// What can be made of both sides of a collision: texts joined by word, numbers with both changes added (RS-04).

import type { Prepared, Row } from './comparison.ts';
import type { JsonCell } from './detail.ts';
import { sumOfChanges } from './distance.ts';
import type { Typed } from './draft.ts';
import { joinedText } from './runs.ts';

/** The proposal; null where both cannot be had. Keys, of this record or another, are never added. */
export function proposalOf({ detail }: Pick<Prepared, 'detail'>, row: Row): Typed | null {
  if (row.state !== 'both-different') return null;
  const text = joinedText(row);
  if (text !== null) return { text, how: 'joined' };
  const column = detail.tableColumns.find((item) => item.name === row.column.name);
  if (!column || column.isKey || column.pointsTo) return null;
  const sum = sumOfChanges(row.column, { base: plain(row.base), mine: plain(row.mine), theirs: plain(row.theirs) });
  return sum === null ? null : { text: sum, how: 'summed' };
}

function plain(cell: JsonCell | undefined): Exclude<JsonCell, object> | undefined {
  return typeof cell === 'object' ? null : cell;
}
