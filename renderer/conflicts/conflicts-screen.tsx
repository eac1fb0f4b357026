// The conflicts screen.

import type { ReactElement } from 'react';

/** The conflicts screen. */
export function ConflictsScreen(): ReactElement {
  return <h1>conflicts</h1>;
}
