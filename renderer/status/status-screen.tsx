// The status screen.

import type { ReactElement } from 'react';

/** The status screen. */
export function StatusScreen(): ReactElement {
  return <h1>status</h1>;
}
