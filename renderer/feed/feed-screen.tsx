// The feed screen.

import type { ReactElement } from 'react';

/** The feed screen. */
export function FeedScreen(): ReactElement {
  return <h1>feed</h1>;
}
