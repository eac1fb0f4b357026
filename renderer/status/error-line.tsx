// One record that could not be written.

import { ErrorCircle16Regular, Pause16Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallOutput } from '../../main/window/contract.ts';
import { tableParam } from '../app/addresses.ts';
import { routeAddress } from '../app/routes.ts';
import { keyText } from '../data/record-key.ts';
import { recordTitle, recordNoun } from '../format/names.ts';
import { numberText } from '../format/numbers.ts';
import { fullTime, timeText } from '../format/times.ts';
import page from '../parts/page.module.css';
import styles from './errors.module.css';

/** A row error as the window is given it. */
export type RowError = CallOutput<'errors.list'>['errors'][number];

interface ErrorLineProps {
  readonly error: RowError;
  readonly now: Date;
  readonly at: number;
  readonly top: number;
  measure(element: HTMLElement | null): void;
}

/** The line; two lines high, higher where the message is long. */
export function ErrorLine({ error, now, at, top, measure }: ErrorLineProps): ReactElement {
  const { t } = useTranslation('status');
  const { id } = recordTitle(error.key, {});
  const parked = error.state === 'parked';
  return (
    <div
      ref={measure}
      data-index={at}
      className={styles.line}
      role="row"
      aria-rowindex={at + 2}
      style={{ transform: `translateY(${top}px)` }}
    >
      <span role="cell" className={styles.record}>
        <a
          className="cut"
          href={routeAddress({
            screen: 'data',
            path: [tableParam(error.table)],
            query: { record: keyText(error.key) },
          })}
          title={Object.values(error.key).map(String).join(' · ')}
        >
          <b>{id}</b>
        </a>
        <span className="caption cut">{recordNoun(error.table)}</span>
      </span>
      <span role="cell" className={styles.what}>
        <span className={styles.sentence}>{error.message}</span>
        <span className="caption">{error.code}</span>
      </span>
      <span role="cell">{t(`errors.${error.side}.${error.kind}`)}</span>
      <span role="cell">
        <span className={page.words}>
          {parked ? <Pause16Regular className={page.amber} /> : <ErrorCircle16Regular className={page.bad} />}
          {t(`errors.state.${error.state}`)}
        </span>
      </span>
      <span role="cell" className={styles.tries}>
        {numberText(error.tries)}
      </span>
      <span role="cell" className={styles.since} title={fullTime(error.firstAt)}>
        {timeText(error.firstAt, now)}
        <span className="caption" title={fullTime(error.lastAt)}>
          {t('errors.last', { time: timeText(error.lastAt, now) })}
        </span>
      </span>
    </div>
  );
}
