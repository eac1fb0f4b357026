// The hub for whoever manages it: who synchronises with it, what they are told, who may, and what it serves (HB-02…HB-09).

import type { ComponentType, ReactElement } from 'react';
import { LockClosed24Regular } from '@fluentui/react-icons';
import { useTranslation } from 'react-i18next';
import { goTo, useRoute } from '../app/routes.ts';
import { useHub } from '../bridge/use-hub.ts';
import { numberText } from '../format/numbers.ts';
import { fullTime, timeText } from '../format/times.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import { Segments } from '../parts/segments.tsx';
import type { HubState } from './state.ts';
import { CleanUpTab } from './clean-up-tab.tsx';
import { ClientsTab } from './clients-tab.tsx';
import { ErrorsTab } from './errors-tab.tsx';
import { FeedTab } from './feed-tab.tsx';
import { OrdersTab } from './orders-tab.tsx';
import { ScopesTab } from './scopes-tab.tsx';
import { SnapshotsTab } from './snapshots-tab.tsx';
import { TelemetryTab } from './telemetry-tab.tsx';
import { TokensTab } from './tokens-tab.tsx';
import page from '../parts/page.module.css';
import styles from './hub.module.css';

const tabs = {
  clients: ClientsTab,
  feed: FeedTab,
  telemetry: TelemetryTab,
  orders: OrdersTab,
  errors: ErrorsTab,
  snapshots: SnapshotsTab,
  cleanUp: CleanUpTab,
  tokens: TokensTab,
  scopes: ScopesTab,
} as const satisfies Readonly<Record<string, ComponentType<{ readonly state: HubState }>>>;

const names = Object.keys(tabs) as readonly (keyof typeof tabs)[];

/** The screen; `#/hub/tokens` opens a tab. */
export function HubScreen(): ReactElement | null {
  const { t } = useTranslation('hub');
  const { path } = useRoute();
  const hub = useHub();
  if (!hub) return null;
  if (!hub.isAdmin) return <NoAdmin />;
  const open = names.find((name) => name === path[0]) ?? 'clients';
  const Tab = tabs[open];
  return (
    <div className={`${page.page} ${styles.page}`}>
      <div className={page.head}>
        <h1>{t('title')}</h1>
        {hub.state && <StateLine state={hub.state} />}
        <span className={page.grow} />
        <Segments
          label={t('parts')}
          value={open}
          items={names.map((name) => ({ value: name, text: t(`tab.${name}`) }))}
          onChange={(name) => goTo({ screen: 'hub', path: [name] })}
        />
      </div>
      {hub.problem && <ProblemNote problem={hub.problem} isExpected={hub.problem.code === 'working-offline'} />}
      {hub.state && <Tab state={hub.state} />}
    </div>
  );
}

function StateLine({ state }: { readonly state: HubState }): ReactElement {
  const { t } = useTranslation('hub');
  const { name, version, database, startedAt, sessions } = state;
  return (
    <span className="caption figure" title={fullTime(startedAt)}>
      {t('state', { program: `${name} ${version}`.trim(), database })} · {t('since', { time: timeText(startedAt) })} ·{' '}
      {t('sessions', { count: sessions, number: numberText(sessions) })}
    </span>
  );
}

function NoAdmin(): ReactElement {
  const { t } = useTranslation('hub');
  return (
    <div className={styles.empty}>
      <LockClosed24Regular />
      <h1>{t('noAdmin.title')}</h1>
      <p className="quiet">{t('noAdmin.how')}</p>
    </div>
  );
}
