// The title bar: mark, office, and the one indicator that is the same everywhere (ST-01, ST-02).

import type { ReactElement } from 'react';
import { Indicator } from '../parts/indicator.tsx';
import type { CallOutput } from '../../main/window/contract.ts';
import styles from './frame.module.css';

/** The title bar. */
export function TitleBar({
  status,
  title,
  lost,
}: {
  readonly status: CallOutput<'status.read'> | null;
  readonly title: string;
  readonly lost: boolean;
}): ReactElement {
  return (
    <header className={styles.titlebar}>
      <span className={styles.brand}>
        <img src="./concord.svg" alt="" width={20} height={20} />
        Concord
      </span>
      <span className={`${styles.office} cut`} title={title}>
        {title}
      </span>
      <span className={styles.grow} />
      <Indicator status={status} lost={lost} />
    </header>
  );
}
