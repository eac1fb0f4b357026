// What every control of a column is given.

import type { WindowColumn } from '../../format/cells.ts';
import type { Value } from './draft.ts';

/** What every control is given. */
export interface ControlProps {
  readonly column: WindowColumn;
  readonly value: Value;
  readonly id: string;
  readonly label: string;
  /** What it points to is called, where that is known. */
  readonly name: string | null;
  readonly isFaulty: boolean;
  /** Id of what is said below it. */
  readonly describedBy: string;
  readonly onChange: (value: Value) => void;
}
