// A step that looks like a link, in the middle of a text.

import type { ReactElement, ReactNode } from 'react';
import styles from './link-button.module.css';

interface LinkButtonProps {
  readonly onClick: () => void;
  readonly children: ReactNode;
  /** Whether what it unfolds is unfolded; left out where it unfolds nothing. */
  readonly isOpen?: boolean;
}

/** The step. */
export function LinkButton({ onClick, children, isOpen }: LinkButtonProps): ReactElement {
  return (
    <button type="button" className={styles.link} onClick={onClick} aria-expanded={isOpen}>
      {children}
    </button>
  );
}
