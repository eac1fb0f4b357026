// The data screen.

import type { ReactElement } from 'react';

/** The data screen. */
export function DataScreen(): ReactElement {
  return <h1>data</h1>;
}
