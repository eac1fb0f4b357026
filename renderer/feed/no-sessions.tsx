// The feed before the first session.

import { Button } from '@fluentui/react-components';
import { Pulse28Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../bridge/use-act.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import page from '../parts/page.module.css';
import styles from './feed.module.css';

/** Says what comes here, and starts it. */
export function NoSessions({ readOnly }: { readonly readOnly: boolean }): ReactElement {
  const { t } = useTranslation('feed');
  const start = useAct('sync.start');
  return (
    <section className={`${page.card} ${styles.empty}`}>
      <Pulse28Regular />
      <h3>{t('empty.title')}</h3>
      <p>{t('empty.more')}</p>
      {!readOnly && (
        <Button disabled={start.busy} onClick={() => void start.run({})}>
          {t('empty.sync')}
        </Button>
      )}
      {start.problem && <ProblemNote problem={start.problem} onDismiss={start.clear} />}
    </section>
  );
}
