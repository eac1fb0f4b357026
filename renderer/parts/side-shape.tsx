// The shapes of the sides: mine a disc, theirs a diamond, base a square. Never without a word beside them (DESIGN, Sides).

import type { ReactElement } from 'react';
import styles from './side-shape.module.css';

/** The sides of a conflict. */
export type SideName = 'base' | 'mine' | 'theirs';

/** A side's shape; decoration only, the word stands beside it. */
export function SideShape({ side }: { readonly side: SideName }): ReactElement {
  return <span className={`${styles.shape} ${styles[side]}`} aria-hidden="true" />;
}
