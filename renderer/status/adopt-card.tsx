// Rows that were here before the first session are not sent unless a person says so (Decisions 8, L8).

import { Button } from '@fluentui/react-components';
import { Info20Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../bridge/use-act.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import page from '../parts/page.module.css';
import styles from './status.module.css';

/** Says how many there are, and offers to send them. */
export function AdoptCard({ rows, readOnly }: { readonly rows: number; readonly readOnly: boolean }): ReactElement {
  const { t } = useTranslation('status');
  const adopt = useAct('replica.adopt');
  return (
    <section className={`${page.card} ${styles.adopt}`}>
      <Info20Regular />
      <p>
        <b>{t('adopt.what', { count: rows })}</b> {t('adopt.more')}
      </p>
      {!readOnly && (
        <Button disabled={adopt.busy} onClick={() => void adopt.run({})}>
          {t('adopt.send', { count: rows })}
        </Button>
      )}
      {adopt.problem && <ProblemNote problem={adopt.problem} onDismiss={adopt.clear} />}
    </section>
  );
}
