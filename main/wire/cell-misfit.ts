// A cell that cannot travel, or cannot be what its column says (W-75).

/** How cells are written and read. */
export interface CellOptions {
  /** True if the other end is a stock peer: every cell must convert exactly to its column (W-75, W-138). */
  readonly stock: boolean;
}

/** Thrown for one cell; the row is reported instead of sent or stored (W-75). Says nothing of the value. */
export class CellMisfit extends Error {
  readonly column: string;
  readonly reason: string;

  constructor(column: string, reason: string) {
    super(`${column}: ${reason}`);
    this.name = 'CellMisfit';
    this.column = column;
    this.reason = reason;
  }
}

/** Makes the misfit of one column. */
export type Misfit = (reason: string) => CellMisfit;
