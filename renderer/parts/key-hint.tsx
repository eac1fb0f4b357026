// The key of a step, drawn as a key (AX-01).

import type { ReactElement } from 'react';
import styles from './key-hint.module.css';

interface KeyHintProps {
  readonly keys: string;
  /** Inside a filled button. */
  readonly onFilled?: boolean;
  /** True where the key is the message; beside a step's words it is decoration, the tooltip says it too. */
  readonly isSpoken?: boolean;
}

/** The key. */
export function KeyHint({ keys, onFilled, isSpoken }: KeyHintProps): ReactElement {
  return (
    <kbd className={`${styles.key} ${onFilled ? styles.filled : ''}`} aria-hidden={!isSpoken}>
      {keys}
    </kbd>
  );
}
