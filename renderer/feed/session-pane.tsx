// One session in depth (FD-03…FD-05): balance, what went wrong, the usual time, phases, tables, traffic, events.

import { useEffect, useRef, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { removedAddress } from '../app/addresses.ts';
import { goToAddress } from '../app/routes.ts';
import { useRead } from '../bridge/use-read.ts';
import { numberText } from '../format/numbers.ts';
import { clockText, fullTime, timeText } from '../format/times.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import { AlteredLine } from './altered-line.tsx';
import { Comparison } from './comparison.tsx';
import { Counts } from './counts.tsx';
import type { SessionDetail } from './depth.ts';
import { EventFold } from './event-fold.tsx';
import { Phases } from './phases.tsx';
import { BalanceBadge } from './balance-badge.tsx';
import { Traffic } from './traffic.tsx';
import page from '../parts/page.module.css';
import styles from './session.module.css';

interface SessionPaneProps {
  readonly no: number;
  /** It takes the place of the list: then it takes the focus, and Escape leads back. */
  readonly isLayer: boolean;
  /** The address of the list. */
  readonly back: string;
}

/** The pane; mounted anew for each session, and when it ends. */
export function SessionPane({ no, isLayer, back }: SessionPaneProps): ReactElement {
  const { t } = useTranslation('feed');
  const pane = useRef<HTMLElement>(null);
  useEffect(() => {
    if (isLayer) pane.current?.focus();
  }, [isLayer]);
  const { value, problem } = useRead('feed.session', { no }, []);
  return (
    <section
      ref={pane}
      className={`${page.card} ${styles.pane}`}
      aria-label={t('session.title', { no: numberText(no) })}
      tabIndex={-1}
      onKeyDown={({ key }) => isLayer && key === 'Escape' && goToAddress(back)}
    >
      {problem?.code === 'usage' && <p className="quiet">{t('session.unknown', { no: numberText(no) })}</p>}
      {problem && problem.code !== 'usage' && <ProblemNote problem={problem} />}
      {value && <Depth detail={value} />}
    </section>
  );
}

function Depth({ detail }: { readonly detail: SessionDetail }): ReactElement {
  const { t } = useTranslation('feed');
  const running = detail.result === 'running';
  return (
    <>
      <header className={styles.head}>
        <h2>{t('session.title', { no: numberText(detail.no) })}</h2>
        <span className="quiet figure" title={fullTime(detail.started)}>
          {t('session.line', {
            time: clockText(detail.started),
            trigger: t(`trigger.${detail.trigger}`, { defaultValue: detail.trigger }),
            mode: t(`mode.${detail.mode}`, { defaultValue: detail.mode }),
            scope: detail.scope,
          })}
        </span>
        <span className={page.grow} />
        <BalanceBadge detail={detail} />
      </header>
      {detail.problem && <ProblemNote problem={detail.problem} isExpected={detail.result !== 'failed'} />}
      {detail.left > 0 && (
        <p>
          <a href={removedAddress(detail.no)}>
            {t('session.left', { count: detail.left, time: timeText(detail.ended ?? detail.started) })}
          </a>
        </p>
      )}
      <AlteredLine altered={detail.altered} />
      {running ? <p className="quiet">{t('session.running')}</p> : <Comparison detail={detail} />}
      {detail.phases.length > 0 && <Phases detail={detail} />}
      <Counts detail={detail} />
      {!running && <Traffic detail={detail} />}
      <EventFold session={detail.no} />
    </>
  );
}
