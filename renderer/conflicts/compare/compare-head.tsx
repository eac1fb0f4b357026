// The heads of the comparison: who, on which device, when; what the hub does not tell is said, never guessed (CF-10).

import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../bridge/use-read.ts';
import { fullTime, spanText, timeText } from '../../format/times.ts';
import { SideShape, type SideName } from '../../parts/side-shape.tsx';
import { useNow } from '../../parts/use-now.ts';
import { byText } from '../people.ts';
import { useCompareScope } from './context.ts';
import styles from './compare-head.module.css';

/** The row of heads. */
export function CompareHead(): ReactElement {
  const { t } = useTranslation('conflicts');
  const { prepared, isBaseShown, them } = useCompareScope();
  const { base } = prepared.versions;
  const { agreedAt } = prepared.detail;
  return (
    <div className={`${styles.heads} ${them.name === null && isBaseShown ? styles.roomy : ''}`} role="row">
      <div className={styles.head} role="columnheader">
        {t('head.column')}
      </div>
      {isBaseShown && (
        <Head
          side="base"
          label={t('head.base')}
          first={t(base ? 'head.baseMore' : 'head.baseNone')}
          second={agreedAt === null ? null : <Time at={agreedAt} />}
        />
      )}
      <MineHead />
      <TheirsHead />
      <ResultHead />
    </div>
  );
}

function MineHead(): ReactElement {
  const { t } = useTranslation('conflicts');
  const { prepared } = useCompareScope();
  const about = useRead('app.describe', {}, []).value;
  const { detail, shape } = prepared;
  const isDeleted = detail.mine === null;
  return (
    <Head
      side="mine"
      label={t('head.mine')}
      first={about ? t('head.you', { device: about.device }) : ''}
      second={detail.mineAt === null ? null : <At at={detail.mineAt} isDeleted={isDeleted} />}
      isMissing={isDeleted && shape !== 'both-changed'}
    />
  );
}

function TheirsHead(): ReactElement {
  const { t } = useTranslation('conflicts');
  const { prepared, them } = useCompareScope();
  const { detail, shape } = prepared;
  if (shape === 'gone-there' || shape === 'theirs-unknown') {
    const first = t(shape === 'gone-there' ? 'head.goneThere' : 'head.unknown');
    return <Head side="theirs" label={t('head.theirs')} first={first} isMissing />;
  }
  const isDeleted = detail.theirs === null;
  const first = them.name === null ? t('head.hub') : [them.name, them.device].filter(Boolean).join(' · ');
  const second = <At at={them.at} isDeleted={isDeleted} isReceived={detail.theirsBy.at === null} />;
  return <Head side="theirs" label={t('head.theirs')} first={first} second={second} isMissing={isDeleted} />;
}

function Time({ at }: { readonly at: string }): ReactElement {
  return (
    <time dateTime={at} title={fullTime(at)}>
      {timeText(at)}
    </time>
  );
}

function At({
  at,
  isDeleted,
  isReceived,
}: {
  readonly at: string;
  readonly isDeleted: boolean;
  readonly isReceived?: boolean;
}): ReactElement {
  const { t } = useTranslation('conflicts');
  const now = useNow();
  const time = timeText(at, now);
  const age = spanText(now.getTime() - Date.parse(at));
  const key = isDeleted ? (isReceived ? 'deletedReceived' : 'deletedAt') : isReceived ? 'received' : 'at';
  return (
    <time dateTime={at} title={fullTime(at)}>
      {t(`head.${key}`, { time, age })}
    </time>
  );
}

/** What the result is made of: how much is decided, and how much was filled in. */
function ResultHead(): ReactElement {
  const { t } = useTranslation('conflicts');
  const { prepared, comparison, isEditable } = useCompareScope();
  const about = useRead('app.describe', {}, []).value;
  const { detail } = prepared;
  const { decision } = detail;
  if (detail.state === 'undone' && !isEditable)
    return <Head label={t('head.result')} first={t(detail.theirs ? 'head.wholeTheirs' : 'head.deleted')} />;
  if (!isEditable && decision) {
    const by = t('head.decidedBy', { by: byText(t, decision.by, about?.user ?? null) });
    return (
      <Head label={t('head.result')} first={by} second={<At at={decision.at} isDeleted={decision.row === null} />} />
    );
  }
  const { rows, outcome } = comparison;
  const first = rows[0]?.result.from;
  if (first === 'waits') return <Head label={t('head.result')} first={t('head.waits')} />;
  if (outcome && outcome.row === null) return <Head label={t('head.result')} first={t('head.deleted')} />;
  const both = rows.filter((row) => row.state === 'both-different');
  const collided = both.length;
  const done = both.filter(({ result }) => result.from !== 'open' && result.fault === null).length;
  const filled = rows.filter((row) => row.state === 'mine-only' || row.state === 'theirs-only').length;
  const isMerge = prepared.versions.mine !== null && prepared.versions.theirs !== null;
  if (!isMerge)
    return <Head label={t('head.result')} first={t(prepared.versions.mine ? 'head.wholeMine' : 'head.wholeTheirs')} />;
  return (
    <Head
      label={t('head.result')}
      first={collided === 0 ? t('head.nothingToDecide') : t('head.decided', { count: collided, n: collided, done })}
      second={filled > 0 ? t('head.filled', { count: filled, n: filled }) : null}
    />
  );
}

interface HeadProps {
  readonly side?: SideName;
  readonly label: string;
  readonly first: string;
  readonly second?: ReactNode;
  readonly isMissing?: boolean;
}

function Head({ side, label, first, second, isMissing }: HeadProps): ReactElement {
  return (
    <div
      className={`${styles.head} ${side ? styles[`${side}Head`] : ''} ${isMissing ? styles.missingHead : ''}`}
      role="columnheader"
    >
      <b>
        {side && <SideShape side={side} />}
        {label}
      </b>
      <span>{first}</span>
      {second && <span>{second}</span>}
    </div>
  );
}
