// One event with every field of the dictionary under Concord's names, and the way to its session and conflict (TL-02, TL-05).

import { Button, Tooltip } from '@fluentui/react-components';
import { Dismiss20Regular } from '@fluentui/react-icons';
import { useEffect, useRef, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { sessionAddress } from '../../app/addresses.ts';
import { routeAddress } from '../../app/routes.ts';
import { useRead } from '../../bridge/use-read.ts';
import { numberText } from '../../format/numbers.ts';
import { clockText, fullTime } from '../../format/times.ts';
import { ProblemNote } from '../../parts/problem-note.tsx';
import { useSource } from '../source.ts';
import { codeMeaning, codeText, eventTitle, typeText, type TelemetryEvent } from '../words.ts';
import { LevelWords, OutcomeWords } from './event-row.tsx';
import page from '../../parts/page.module.css';
import styles from './events.module.css';

interface EventPaneProps {
  readonly no: number;
  /** The event where the list has it at hand. */
  readonly known: TelemetryEvent | null;
  /** It was opened by a key or takes the place of the list: then it takes the focus. */
  readonly takesFocus: boolean;
  readonly onClose: () => void;
}

/** The pane. */
export function EventPane({ no, known, takesFocus, onClose }: EventPaneProps): ReactElement {
  const { t } = useTranslation('telemetry');
  const pane = useRef<HTMLElement>(null);
  // There is no call for one event: it is among the newest of those up to its number.
  const source = useSource();
  const read = useRead(source.list, known ? null : { upTo: no, limit: 200 }, []);
  const found = known ?? read.value?.events.find((event) => event.no === no) ?? null;
  useEffect(() => {
    if (takesFocus) pane.current?.focus();
  }, [takesFocus]);
  const title = found ? eventTitle(t, found.name) : t('pane.title');
  return (
    <section
      ref={pane}
      tabIndex={-1}
      aria-label={t('pane.label', { title, no: numberText(no) })}
      className={`${page.card} ${styles.pane}`}
    >
      <header className={styles.paneHead}>
        <h2 className="cut">{title}</h2>
        <Tooltip content={`${t('pane.close')} · Esc`} relationship="label">
          <Button appearance="subtle" size="small" icon={<Dismiss20Regular />} onClick={onClose} />
        </Tooltip>
      </header>
      {read.problem && <ProblemNote problem={read.problem} />}
      {found && <Depth event={found} hasSessions={source.hasSessions} />}
      {!found && read.value && <p className="quiet">{t('pane.gone')}</p>}
    </section>
  );
}

interface DepthProps {
  readonly event: TelemetryEvent;
  readonly hasSessions: boolean;
}

function Depth({ event, hasSessions }: DepthProps): ReactElement {
  const { t } = useTranslation('telemetry');
  const { errorCode, failureType, errorMessage, conflict, time } = event;
  const session = hasSessions ? event.session : null;
  return (
    <>
      <p className={styles.facts}>
        <span className="figure" title={fullTime(time)}>
          {clockText(time)}
        </span>
        <LevelWords event={event} />
        <OutcomeWords event={event} />
      </p>
      {errorCode !== null && (
        <p className={styles.failure}>
          <b>{codeText(t, errorCode)}</b>
          {failureType &&
            !codeMeaning(t, errorCode).startsWith(typeText(t, failureType)) &&
            ` · ${typeText(t, failureType)}`}
          {errorMessage !== null && <span>{errorMessage}</span>}
        </p>
      )}
      {(session !== null || conflict !== null) && (
        <p className={styles.links}>
          {session !== null && <a href={sessionAddress(session)}>{t('pane.session', { no: numberText(session) })}</a>}
          {conflict !== null && (
            <a href={routeAddress({ screen: 'conflicts', path: [String(conflict)] })}>
              {t('pane.conflict', { no: numberText(conflict) })}
            </a>
          )}
        </p>
      )}
      <dl className={styles.fields} aria-label={t('pane.fields')}>
        {Object.entries(event.fields).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{String(value)}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
