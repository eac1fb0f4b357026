// The key of a step, drawn as a key (AX-01).

import type { ReactElement } from 'react';
import styles from './key-hint.module.css';

/** A key beside the words of its step; `quiet` inside a filled button. */
export function KeyHint({ keys, onFilled }: { readonly keys: string; readonly onFilled?: boolean }): ReactElement {
  return (
    <kbd className={`${styles.key} ${onFilled ? styles.filled : ''}`} aria-hidden="true">
      {keys}
    </kbd>
  );
}
