// Walking the grid by keys: cell by cell, to the ends of the row, page by page, to the ends of the table (AX-01).

/** Where the arrow keys stand. Row −1 is the head. */
export interface Spot {
  readonly at: number;
  readonly column: number;
}

interface Extent {
  readonly rows: number;
  readonly columns: number;
  /** Rows in view at a time. */
  readonly shown: number;
}

/** The keys of a move, as a keyboard event has them. */
export interface MoveKeys {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** Where a key leads; null = it is no key of the grid. */
export function moveBy({ key, ctrlKey, metaKey, altKey }: MoveKeys, { at, column }: Spot, extent: Extent): Spot | null {
  if (altKey) return null;
  const isFar = ctrlKey || metaKey;
  const last = extent.rows - 1;
  const page = Math.max(1, extent.shown - 1);
  const row = (wanted: number): Spot => ({ at: clamp(wanted, -1, last), column });
  const cell = (wanted: number): Spot => ({ at, column: clamp(wanted, 0, extent.columns - 1) });
  switch (key) {
    case 'ArrowDown':
      return row(isFar ? last : at + 1);
    case 'ArrowUp':
      return row(isFar ? 0 : at - 1);
    case 'ArrowRight':
      return cell(isFar ? extent.columns - 1 : column + 1);
    case 'ArrowLeft':
      return cell(isFar ? 0 : column - 1);
    case 'PageDown':
      return row(Math.max(at, 0) + page);
    case 'PageUp':
      return row(Math.max(at - page, Math.min(0, last)));
    case 'Home':
      return isFar ? { at: Math.min(0, last), column: 0 } : cell(0);
    case 'End':
      return isFar ? { at: last, column: extent.columns - 1 } : cell(extent.columns - 1);
    default:
      return null;
  }
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}
