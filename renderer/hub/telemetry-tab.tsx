// What the hub has recorded of its clients' sessions: the events of Telemetry, narrowed by period, person and table, each in
// depth, and exported (HB-09, TL-08…TL-13).

import { useMemo, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { goTo, useRoute } from '../app/routes.ts';
import { useRead } from '../bridge/use-read.ts';
import { bytesText, numberText } from '../format/numbers.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import { useNow } from '../parts/use-now.ts';
import { readAddress, writeAddress } from '../telemetry/address.ts';
import { EventsTab } from '../telemetry/events/events-tab.tsx';
import { PeriodChoice } from '../telemetry/period-choice.tsx';
import { dayName } from '../telemetry/period.ts';
import { TelemetryContext, type TelemetrySource } from '../telemetry/source.ts';
import { WhoChips } from '../telemetry/who-chips.tsx';
import { useAgain } from './use-again.ts';
import page from '../parts/page.module.css';
import styles from './hub.module.css';

const ofHub: TelemetrySource = {
  list: 'hub.telemetryEvents',
  choices: 'hub.telemetryChoices',
  plan: 'hub.telemetryExport',
  download: 'hub-telemetry',
  topics: [],
  hasSessions: false,
  route: (address) => ({
    ...writeAddress(address),
    screen: 'hub',
    path: address.open === null ? ['telemetry'] : ['telemetry', String(address.open)],
  }),
};

/** The tab; `#/hub/telemetry/12` shows an event in depth. */
export function TelemetryTab(): ReactElement | null {
  const { t } = useTranslation('hub');
  const route = useRoute();
  const address = useMemo(() => readAddress({ ...route, path: ['events', ...route.path.slice(1)] }), [route]);
  const today = dayName(useNow(60_000));
  const { value, problem, reload } = useRead('hub.telemetry', {}, []);
  useAgain(reload);
  if (problem && !value) return <ProblemNote problem={problem} />;
  if (!value) return null;
  const { state } = value;
  if (!state)
    return (
      <section className={`${page.card} ${styles.scope}`} aria-label={t('tab.telemetry')}>
        <h2>{t('telemetry.off')}</h2>
        <p className="quiet">{t('telemetry.offMeans')}</p>
      </section>
    );
  return (
    <TelemetryContext value={ofHub}>
      <div className={styles.recorded}>
        <div className={styles.tools}>
          <PeriodChoice address={address} onChange={(next) => goTo(ofHub.route(next), true)} />
          <WhoChips address={address} onChange={(next) => goTo(ofHub.route({ ...next, open: null }), true)} />
          <span className={page.grow} />
          <span className="caption figure">
            {t('telemetry.kept', {
              count: state.events,
              size: bytesText(state.bytes),
              days: numberText(state.keepDays),
              most: numberText(state.keepEvents),
            })}
          </span>
        </div>
        <EventsTab address={address} today={today} onChange={(next) => goTo(ofHub.route(next), true)} />
      </div>
    </TelemetryContext>
  );
}
