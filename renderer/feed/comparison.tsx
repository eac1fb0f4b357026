// A session's time against the median of those before it, in one sentence (FD-05).

import { Timer16Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { tableTitle } from '../format/names.ts';
import { numberText, percentText } from '../format/numbers.ts';
import { richText } from '../format/rich.ts';
import { durationText } from '../format/times.ts';
import { RichText } from '../parts/rich-text.tsx';
import { compareUsual, type SessionDetail } from './depth.ts';
import styles from './session.module.css';

/** The sentence; amber where the session was slow. */
export function Comparison({ detail }: { readonly detail: SessionDetail }): ReactElement | null {
  const { t } = useTranslation('feed');
  const found = compareUsual(detail);
  if (!found || detail.ms === null) return null;
  const values = { ms: durationText(detail.ms), of: numberText(found.of) };
  if (found.kind === 'none') return <p className="quiet">{t('usual.none', { ...values, count: found.of })}</p>;
  const usual = { ...values, usual: durationText(found.usual) };
  if (found.kind === 'usual') return <p className="quiet">{t('usual.as', usual)}</p>;
  const text = richText(t, found.table ? 'usual.slowTable' : 'usual.slow', {
    ...usual,
    times: found.times.toLocaleString(undefined, { maximumFractionDigits: 1 }),
    percent: percentText(found.part, 1),
    phase: t(`phase.${found.phase}`),
    table: found.table ? tableTitle(found.table) : '',
  });
  return (
    <p className={styles.slow}>
      <Timer16Regular />
      <span>
        <RichText text={text} />
      </span>
    </p>
  );
}
