// A step that looks like a link, in the middle of a text.

import type { ReactElement, ReactNode } from 'react';
import styles from './link-button.module.css';

/** The step. */
export function LinkButton({
  onClick,
  children,
}: {
  readonly onClick: () => void;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <button type="button" className={styles.link} onClick={onClick}>
      {children}
    </button>
  );
}
