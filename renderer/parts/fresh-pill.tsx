// What came since a list was opened, over its top: nothing moves until it is asked for (AX-04).

import { ArrowUp16Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import styles from './fresh-pill.module.css';

/** The pill. The list's frame is what it is placed in. */
export function FreshPill({ text, onShow }: { readonly text: string; readonly onShow: () => void }): ReactElement {
  return (
    <button type="button" className={styles.fresh} onClick={onShow}>
      <ArrowUp16Regular />
      {text}
    </button>
  );
}
