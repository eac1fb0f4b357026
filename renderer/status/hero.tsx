// The head card of Status: the gravest facts with their next step, what the green tick needs, and the two lights.

import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Status } from '../bridge/use-status.ts';
import { FactLine } from './fact-line.tsx';
import { factsOf } from './facts.ts';
import { Lights } from './lights.tsx';
import { TickList } from './tick-list.tsx';
import page from '../parts/page.module.css';
import styles from './hero.module.css';

/** The head card. */
export function Hero({ status, now }: { readonly status: Status; readonly now: Date }): ReactElement {
  const { t } = useTranslation('status');
  return (
    <section className={`${page.card} ${styles.hero}`} aria-label={t('hero')}>
      <ul className={styles.facts} aria-label={t('facts')}>
        {factsOf(status).map((fact, at) => (
          <FactLine key={fact.kind} fact={fact} status={status} now={now} first={at === 0} />
        ))}
      </ul>
      <TickList status={status} now={now} />
      <Lights status={status} />
    </section>
  );
}
