// Refused rows that the hub keeps for clients that keep none themselves: what each held and why it was not taken; tried once more,
// or dropped (W-243, W-250).

import { Button } from '@fluentui/react-components';
import { ArrowCounterclockwise16Regular } from '@fluentui/react-icons';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../bridge/use-act.ts';
import { useRead } from '../bridge/use-read.ts';
import { numberText } from '../format/numbers.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import { ErrorRow, heads } from './error-row.tsx';
import { useAgain } from './use-again.ts';
import page from '../parts/page.module.css';
import errorStyles from './errors.module.css';
import styles from './orders.module.css';

/** The tab. */
export function ErrorsTab(): ReactElement | null {
  const { t } = useTranslation('hub');
  const { value, problem, reload } = useRead('hub.errors', {}, []);
  const mayChange = useRead('app.describe', {}, []).value?.readOnly === false;
  const retry = useAct('hub.retryErrors');
  const [asked, setAsked] = useState<number | null>(null);
  useAgain(reload);
  if (problem) return <ProblemNote problem={problem} />;
  if (!value) return null;
  const { errors, count } = value;
  const again = async (numbers: readonly number[]): Promise<void> => {
    if (await retry.run({ numbers: [...numbers] })) reload();
  };
  const resting = errors.filter(({ state, mayRetry }) => state === 'failed' && mayRetry).map(({ no }) => no);
  return (
    <section className={`${page.card} ${styles.list}`} aria-label={t('tab.errors')} tabIndex={0}>
      <div className={errorStyles.tools}>
        <h2>{t('errors.title')}</h2>
        {mayChange && resting.length > 0 && (
          <Button
            size="small"
            icon={<ArrowCounterclockwise16Regular />}
            disabledFocusable={retry.busy}
            onClick={() => void again(resting)}
          >
            {t('errors.retryAll', { count: resting.length })}
          </Button>
        )}
      </div>
      <p className="quiet">{t('errors.about')}</p>
      {retry.problem && <ProblemNote problem={retry.problem} onDismiss={retry.clear} />}
      {errors.length === 0 ? (
        <p>{t('errors.none')}</p>
      ) : (
        <table className={`${page.grid} ${errorStyles.errors}`}>
          <thead>
            <tr>
              {heads.map((name) => (
                <th key={name}>{t(`errors.head.${name}`)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {errors.map((error) => (
              <ErrorRow
                key={error.no}
                error={error}
                isAsked={asked === error.no}
                mayChange={mayChange}
                onRetry={() => void again([error.no])}
                onAsk={(isAsked) => setAsked(isAsked ? error.no : null)}
                onDone={() => {
                  setAsked(null);
                  reload();
                }}
              />
            ))}
          </tbody>
        </table>
      )}
      {count > errors.length && (
        <p className="quiet">{t('errors.more', { shown: numberText(errors.length), all: numberText(count) })}</p>
      )}
    </section>
  );
}
