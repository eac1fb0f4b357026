// The five conditions of the green tick, each with its number, so that its absence explains itself (SF-01).

import {
  ArrowUpload16Regular,
  Checkmark16Regular,
  ErrorCircle16Regular,
  History16Regular,
  Pause16Regular,
  PersonAlert16Regular,
} from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Status } from '../bridge/use-status.ts';
import { numberText } from '../format/numbers.ts';
import { richText } from '../format/rich.ts';
import { spanText } from '../format/times.ts';
import { RichText } from '../parts/rich-text.tsx';
import page from '../parts/page.module.css';
import styles from './hero.module.css';

type Reason = Status['reasons'][number];

const missing: Readonly<Record<Reason['what'], ReactElement>> = {
  'last-session': <ErrorCircle16Regular />,
  waiting: <ArrowUpload16Regular />,
  undecided: <PersonAlert16Regular />,
  parked: <Pause16Regular />,
  checked: <History16Regular />,
};

/** What the green tick needs. */
export function TickList({ status, now }: { readonly status: Status; readonly now: Date }): ReactElement {
  const { t } = useTranslation('status');
  return (
    <div className={styles.tick}>
      <p className="caption" id="tick-needs">
        {t('tick.needs')}
      </p>
      <ul aria-labelledby="tick-needs">
        {status.reasons.map((reason) => (
          <li key={reason.what} data-fulfilled={reason.fulfilled}>
            {reason.fulfilled ? (
              <Checkmark16Regular className={page.ok} />
            ) : (
              <span className={`${styles.lacks} ${toneOf(reason, status)}`}>{missing[reason.what]}</span>
            )}
            <span className="spoken">{t(reason.fulfilled ? 'tick.has' : 'tick.lacks')}</span>
            <span>
              <RichText
                text={richText(t, `tick.${reason.what}.${reason.fulfilled ? 'yes' : 'no'}`, {
                  value: valueOf(reason, status, { t, now }),
                })}
              />
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Red only for what failed; grey where there was no session yet. */
function toneOf({ what }: Reason, { lastSession }: Status): string | undefined {
  if (what !== 'last-session') return lastSession ? page.amber : page.soft;
  return lastSession?.result === 'failed' ? page.bad : page.soft;
}

function valueOf(
  { what, count }: Reason,
  status: Status,
  { t, now }: { readonly t: TFunction; readonly now: Date },
): string {
  switch (what) {
    case 'last-session':
      return t(status.lastSession === null || status.lastSuccess === null ? 'tick.none' : 'tick.failed');
    case 'waiting':
      return t('app:count.changes', { count: status.waiting.changes });
    case 'checked':
      return agoText(status.lastSuccess, { t, now });
    case 'undecided':
    case 'parked':
      return numberText(count ?? 0);
  }
}

function agoText(at: string | null, { t, now }: { readonly t: TFunction; readonly now: Date }): string {
  if (at === null) return t('tick.never');
  const age = now.getTime() - Date.parse(at);
  return age < 60_000 ? t('tick.now') : t('tick.ago', { span: spanText(age) });
}
