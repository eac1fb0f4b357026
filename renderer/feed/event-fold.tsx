// The recorded events of a session, as the log holds them (FD-09): what the feed shows is read from these.

import { Button } from '@fluentui/react-components';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../bridge/use-read.ts';
import { exactText, fullTime } from '../format/times.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import { eventText, type RecordedEvent } from './event-text.ts';
import styles from './session.module.css';

const pageSize = 100;

/** The fold-out; reads when it is opened. */
export function EventFold({ session }: { readonly session: number }): ReactElement {
  const { t } = useTranslation('feed');
  const [open, setOpen] = useState(false);
  return (
    <details className={styles.events} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('events.title')}</summary>
      {open && <EventPage session={session} after={0} />}
    </details>
  );
}

/** One page, and the next one below it when it is asked for. */
function EventPage({ session, after }: { readonly session: number; readonly after: number }): ReactElement {
  const { t } = useTranslation('feed');
  const { value, problem } = useRead('feed.events', { after, limit: pageSize, session }, []);
  const [more, setMore] = useState(false);
  const last = value?.at(-1)?.no ?? after;
  if (problem) return <ProblemNote problem={problem} />;
  if (value?.length === 0 && after === 0) return <p className="caption">{t('events.none')}</p>;
  return (
    <>
      <ol className={styles.eventList}>
        {(value ?? []).map((event) => (
          <EventLine key={event.no} event={event} />
        ))}
      </ol>
      {value?.length === pageSize && !more && (
        <Button size="small" onClick={() => setMore(true)}>
          {t('events.more')}
        </Button>
      )}
      {more && <EventPage session={session} after={last} />}
    </>
  );
}

function EventLine({ event }: { readonly event: RecordedEvent }): ReactElement {
  const { t } = useTranslation('feed');
  const grave = event.level === 'error' || event.level === 'warning';
  return (
    <li>
      <span className="quiet figure" title={fullTime(event.at)}>
        {exactText(event.at)}
      </span>
      <span>
        <b>{event.name}</b>
        {grave && <span className={styles[event.level]}> {t(`events.${event.level}`)}</span>} {eventText(event.data)}
      </span>
    </li>
  );
}
