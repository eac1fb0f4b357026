// The feed: the running session, the history under its filters, one session in depth (FD-01…FD-07, FD-09).

import { useEffect, useMemo, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { goTo, goToAddress, routeAddress, useRoute } from '../app/routes.ts';
import { useRead } from '../bridge/use-read.ts';
import { fullTime, timeText } from '../format/times.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import { useMedia } from '../parts/use-media.ts';
import { useNow } from '../parts/use-now.ts';
import { callFilter, filterQuery, isFiltered, noFilters, readFilters, type FeedFilters } from './address.ts';
import { useChosenColumns } from './chosen-columns.ts';
import { ColumnsMenu } from './columns-menu.tsx';
import { ExportMenu } from './export-menu.tsx';
import { FilterBar } from './filter-bar.tsx';
import { HistoryList } from './history-list.tsx';
import { isIdle } from './lines.ts';
import { NoMatch } from './no-match.tsx';
import { NoSessions } from './no-sessions.tsx';
import { RunningCard } from './running-card.tsx';
import { SessionPane } from './session-pane.tsx';
import { useHistory } from './use-history.ts';
import page from '../parts/page.module.css';
import styles from './feed.module.css';

/** The feed screen; `#/feed/8` shows session 8 in depth, `#/feed?result=failed` only those that failed. */
export function FeedScreen(): ReactElement {
  const { t } = useTranslation('feed');
  const { path, query } = useRoute();
  const filters = useMemo(() => readFilters(query), [query]);
  const choices = useRead('feed.filters', {}, ['feed']).value;
  const now = useNow(60_000);
  const filtered = isFiltered(filters);
  const filter = filtered ? choices && callFilter(filters, { tables: choices.tables, now }) : {};
  const history = useHistory(filter);
  const about = useRead('app.describe', {}, []).value;
  const [chosen, choose] = useChosenColumns();
  const narrow = useMedia('(max-width: 1000px)');
  const open = numberOf(path[0]);
  const addressOf = (no: number | null, next: FeedFilters = filters): string =>
    routeAddress({ screen: 'feed', path: no === null ? [] : [String(no)], query: filterQuery(next) });
  const { lines, progress, total } = history;
  const running = progress?.session;
  const shown = useMemo(() => lines?.filter((line) => line.no !== running) ?? [], [lines, running]);
  // The session that was open last: the list gives the focus back to it where it takes the pane's place.
  const [left, setLeft] = useState(open);
  if (open !== null && open !== left) setLeft(open);
  // What happened last is worth more than the last time that nothing happened.
  const newest = (shown.find((line) => !isIdle(line)) ?? shown[0])?.no;

  // Wide windows begin with the newest one; its number then stands in the address, so that it stays.
  useEffect(() => {
    if (!narrow && open === null && newest !== undefined) goTo({ screen: 'feed', path: [String(newest)], query }, true);
  }, [narrow, open, newest, query]);

  if (!about || !choices) return <p className={styles.wait}>{t('app:loading')}</p>;
  const setFilters = (next: FeedFilters): void => goToAddress(addressOf(open, next), true);
  const pane = open !== null && (
    <SessionPane key={`${open} ${running === open}`} no={open} isLayer={narrow} back={addressOf(null)} />
  );
  return (
    <div className={`${page.page} ${styles.feed}`}>
      <div className={page.head}>
        {narrow && open !== null && (
          <a className={styles.back} href={addressOf(null)}>
            {t('back')}
          </a>
        )}
        <h1>{t('title')}</h1>
        {lines && (
          <span className="caption figure" title={choices.since === null ? undefined : fullTime(choices.since)}>
            <span>{t('total', { count: total })}</span>
            {choices.since !== null && total > 1 && ` ${t('since', { time: timeText(choices.since, now) })}`}
          </span>
        )}
        <span className={page.grow} />
        {total > 0 && !(narrow && open !== null) && (
          <>
            <FilterBar
              filters={filters}
              choices={choices}
              matched={history.matched}
              total={total}
              onChange={setFilters}
            >
              <ColumnsMenu chosen={chosen} onChoose={choose} />
              <ExportMenu filter={filter ?? {}} sessions={history.matched} />
            </FilterBar>
          </>
        )}
      </div>
      {history.problem && <ProblemNote problem={history.problem} />}
      {progress && <RunningCard progress={progress} line={lines?.[0]} readOnly={about.readOnly} />}
      {lines && shown.length === 0 && !filtered ? (
        !progress && <NoSessions readOnly={about.readOnly} />
      ) : (
        <div className={styles.split}>
          {!(narrow && open !== null) &&
            (!lines ? (
              <p className={styles.wait}>{t('app:loading')}</p>
            ) : shown.length === 0 ? (
              <NoMatch total={total} onClear={() => setFilters(noFilters)} />
            ) : (
              <HistoryList
                key={JSON.stringify(filterQuery(filters))}
                history={history}
                shown={shown}
                open={open}
                returnTo={narrow ? left : null}
                chosen={chosen}
                addressOf={addressOf}
              />
            ))}
          {pane}
        </div>
      )}
    </div>
  );
}

function numberOf(text: string | undefined): number | null {
  const number = Number(text);
  return text !== undefined && Number.isSafeInteger(number) && number > 0 ? number : null;
}
