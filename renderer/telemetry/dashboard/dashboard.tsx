// The five cards and the export (TL-06, TL-08).

import { DataTrending32Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../bridge/use-read.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { ProblemNote } from '../../parts/problem-note.tsx';
import type { TelemetryAddress, TelemetryFilter } from '../address.ts';
import { rangeText } from '../day-words.ts';
import { ExportCard } from '../export/export-card.tsx';
import type { TelemetryState } from '../telemetry-head.tsx';
import { useLast } from '../use-last.ts';
import { DurationCard } from './duration-card.tsx';
import { FailuresCard } from './failures-card.tsx';
import type { Cards } from './figures.ts';
import { useGaps } from './gaps.ts';
import { PeopleCard } from './people-card.tsx';
import { RecordsCard } from './records-card.tsx';
import { VersionsCard } from './versions-card.tsx';
import styles from './dashboard.module.css';

interface DashboardProps {
  readonly address: TelemetryAddress;
  readonly filter: TelemetryFilter;
  readonly state: TelemetryState | null;
  /** Nothing was ever recorded. */
  readonly isEmpty: boolean;
}

/** The dashboard. */
export function Dashboard({ address, filter, state, isEmpty }: DashboardProps): ReactElement {
  const { t } = useTranslation('telemetry');
  const read = useRead('telemetry.cards', { filter }, ['telemetry']);
  const cards = useLast(read.value);
  if (isEmpty) return <Nothing isRecording={state?.recording ?? true} />;
  if (read.problem) return <ProblemNote problem={read.problem} />;
  if (!cards) return <p className={styles.wait}>{t('counting')}</p>;
  const period = rangeText(cards.days[0] ?? '', cards.days.at(-1) ?? '');
  const facts = { cards, address, period };
  return (
    <>
      <GapLine cards={cards} />
      <div className={styles.cards} aria-busy={read.value === null}>
        <FailuresCard {...facts} />
        <DurationCard {...facts} />
        <RecordsCard {...facts} />
        <VersionsCard {...facts} />
        <PeopleCard {...facts} />
        <ExportCard filter={filter} />
      </div>
    </>
  );
}

function GapLine({ cards }: { readonly cards: Cards }): ReactElement | null {
  const { words } = useGaps(cards);
  return words === '' ? null : <p className={`caption ${styles.gapLine}`}>{words}</p>;
}

function Nothing({ isRecording }: { readonly isRecording: boolean }): ReactElement {
  const { t } = useTranslation('telemetry');
  return (
    <EmptyState
      icon={<DataTrending32Regular />}
      title={t('empty.title')}
      text={t(isRecording ? 'empty.more' : 'empty.off')}
      isCard
    />
  );
}
