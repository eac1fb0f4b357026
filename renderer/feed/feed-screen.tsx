// The feed: the running session, the history, one session in depth (FD-01…FD-05, FD-09).

import { useEffect, useMemo, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { goTo, routeAddress, useRoute } from '../app/routes.ts';
import { useRead } from '../bridge/use-read.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import { useMedia } from '../parts/use-media.ts';
import { HistoryList } from './history-list.tsx';
import { isIdle } from './lines.ts';
import { NoSessions } from './no-sessions.tsx';
import { RunningCard } from './running-card.tsx';
import { SessionPane } from './session-pane.tsx';
import { useHistory } from './use-history.ts';
import page from '../parts/page.module.css';
import styles from './feed.module.css';

/** The feed screen; `#/feed/8` shows session 8 in depth. */
export function FeedScreen(): ReactElement {
  const { t } = useTranslation('feed');
  const { path } = useRoute();
  const history = useHistory();
  const about = useRead('app.describe', {}, []).value;
  const narrow = useMedia('(max-width: 1000px)');
  const open = numberOf(path[0]);
  const { lines, progress } = history;
  const running = progress?.session;
  const shown = useMemo(() => lines?.filter((line) => line.no !== running) ?? [], [lines, running]);
  // The session that was open last: the list gives the focus back to it where it takes the pane's place.
  const [left, setLeft] = useState(open);
  if (open !== null && open !== left) setLeft(open);
  // What happened last is worth more than the last time that nothing happened.
  const newest = (shown.find((line) => !isIdle(line)) ?? shown[0])?.no;

  // Wide windows begin with the newest one; its number then stands in the address, so that it stays.
  useEffect(() => {
    if (!narrow && open === null && newest !== undefined) goTo({ screen: 'feed', path: [String(newest)] }, true);
  }, [narrow, open, newest]);

  if (!lines || !about) return <p className={styles.wait}>{t('app:loading')}</p>;
  return (
    <div className={`${page.page} ${styles.feed}`}>
      <div className={page.head}>
        {narrow && open !== null && (
          <a className={styles.back} href={routeAddress({ screen: 'feed' })}>
            {t('back')}
          </a>
        )}
        <h1>{t('title')}</h1>
        <span className="caption figure">{t('total', { count: history.total })}</span>
      </div>
      {history.problem && <ProblemNote problem={history.problem} />}
      {progress && <RunningCard progress={progress} line={lines[0]} readOnly={about.readOnly} />}
      {shown.length === 0 ? (
        !progress && <NoSessions readOnly={about.readOnly} />
      ) : (
        <div className={styles.split}>
          {!(narrow && open !== null) && (
            <HistoryList history={history} shown={shown} open={open} returnTo={narrow ? left : null} />
          )}
          {open !== null && <SessionPane key={`${open} ${running === open}`} no={open} isLayer={narrow} />}
        </div>
      )}
    </div>
  );
}

function numberOf(text: string | undefined): number | null {
  const number = Number(text);
  return text !== undefined && Number.isSafeInteger(number) && number > 0 ? number : null;
}
