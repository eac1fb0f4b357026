// Telemetry: how the office fares by day, table, person and version, every event behind it, and its export (TL-04…TL-11).

import { Tab, TabList } from '@fluentui/react-components';
import { useMemo, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { goTo, useRoute } from '../app/routes.ts';
import { useRead } from '../bridge/use-read.ts';
import { numberText } from '../format/numbers.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import { useNow } from '../parts/use-now.ts';
import { baseFilter, readAddress, withoutFilters, writeAddress, type TelemetryAddress } from './address.ts';
import { Dashboard } from './dashboard/dashboard.tsx';
import { EventsTab } from './events/events-tab.tsx';
import { dayName } from './period.ts';
import { RetentionLine } from './retention-line.tsx';
import { TelemetryHead } from './telemetry-head.tsx';
import { useLast } from './use-last.ts';
import page from '../parts/page.module.css';
import styles from './telemetry.module.css';

/** The telemetry screen; `#/telemetry/events/12` shows an event in depth. */
export function TelemetryScreen(): ReactElement {
  const { t } = useTranslation('telemetry');
  const route = useRoute();
  const address = useMemo(() => readAddress(route), [route]);
  const today = dayName(useNow(60_000));
  const filter = useMemo(() => baseFilter(address, new Date(`${today}T12:00:00`)), [address, today]);
  const about = useRead('app.describe', {}, []).value;
  const state = useRead('telemetry.state', {}, ['telemetry']);
  const count = useRead('telemetry.list', { filter, limit: 1 }, ['telemetry']);
  const shown = useLast(count.value)?.shown ?? null;
  const change = (next: TelemetryAddress): void => goTo(writeAddress(next), true);
  const isEmpty = state.value !== null && state.value.events === 0 && state.value.totals.days === 0;
  const problem = state.problem ?? count.problem;
  return (
    <div className={`${page.page} ${styles.screen} ${address.tab === 'events' ? styles.fixed : ''}`}>
      <TelemetryHead address={address} state={state.value} readOnly={about?.readOnly ?? true} onChange={change} />
      {problem && <ProblemNote problem={problem} />}
      <TabList
        size="small"
        className={styles.tabs ?? ''}
        selectedValue={address.tab}
        aria-label={t('tab.label')}
        onTabSelect={(_, data) =>
          goTo(writeAddress({ ...withoutFilters(address), open: null, tab: data.value as TelemetryAddress['tab'] }))
        }
      >
        <Tab value="dashboard">{t('tab.dashboard')}</Tab>
        <Tab value="events">
          {t('tab.events')} <span className={`${styles.count} figure`}>{shown === null ? '' : numberText(shown)}</span>
        </Tab>
      </TabList>
      {address.tab === 'dashboard' ? (
        <Dashboard address={address} filter={filter} state={state.value} isEmpty={isEmpty} />
      ) : (
        <EventsTab address={address} today={today} onChange={change} />
      )}
      {address.tab === 'dashboard' && state.value && <RetentionLine state={state.value} />}
    </div>
  );
}
