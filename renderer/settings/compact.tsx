// *Compact*: what it gives back is said before, and what it gave back after (AD-03).

import { Button } from '@fluentui/react-components';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../bridge/use-act.ts';
import { bytesText } from '../format/numbers.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import { useMayChange } from './use-may-change.ts';
import styles from './settings.module.css';

/** The step, with `unused` bytes to give back. */
export function Compact({ unused }: { readonly unused: number }): ReactElement {
  const { t } = useTranslation('settings');
  const mayChange = useMayChange();
  const { run, busy, problem, clear } = useAct('settings.compact');
  const [freed, setFreed] = useState<number | null>(null);
  const compact = async (): Promise<void> => {
    setFreed(null);
    const done = await run({});
    if (done) setFreed(done.freed);
  };
  const before = unused === 0 ? t('storage.unusedNone') : t('storage.unused', { size: bytesText(unused) });
  const said = freed === null ? before : t('storage.compacted', { size: bytesText(freed) });
  return (
    <section className={styles.form} aria-labelledby="compact">
      <div>
        <h3 id="compact">{t('storage.compactTitle')}</h3>
        <p className="quiet">{t('storage.compactAbout')}</p>
      </div>
      <p role="status">{busy ? t('storage.compacting') : said}</p>
      {problem && <ProblemNote problem={problem} onDismiss={clear} />}
      {mayChange && (
        <div className={styles.buttons}>
          <Button disabledFocusable={busy} onClick={() => void compact()}>
            {t('storage.compact')}
          </Button>
        </div>
      )}
    </section>
  );
}
