// The title bar: mark, office, command box, and the one indicator that is the same everywhere (ST-01, ST-02).

import type { ReactElement } from 'react';
import { CommandBox } from '../command/command-box.tsx';
import { Indicator } from '../parts/indicator.tsx';
import type { CallOutput } from '../../main/window/contract.ts';
import { SessionAnnouncer } from './session-announcer.tsx';
import styles from './frame.module.css';

/** The title bar. */
export function TitleBar({
  status,
  title,
  lost,
  readOnly,
}: {
  readonly status: CallOutput<'status.read'> | null;
  readonly title: string;
  readonly lost: boolean;
  readonly readOnly: boolean;
}): ReactElement {
  return (
    <header className={styles.titlebar}>
      <span className={styles.left}>
        <span className={styles.brand}>
          <img src="./concord.svg" alt="" width={20} height={20} />
          Concord
        </span>
        <bdi className={`${styles.office} cut`} title={title}>
          {title}
        </bdi>
      </span>
      <CommandBox status={status} readOnly={readOnly} />
      <span className={styles.right}>
        <Indicator status={status} lost={lost} />
        <SessionAnnouncer status={status} />
      </span>
    </header>
  );
}
