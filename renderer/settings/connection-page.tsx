// The hub of this replica, the token that opens it, and the test of the way to it (PR-01).

import { Button } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../bridge/use-act.ts';
import { useRead } from '../bridge/use-read.ts';
import { CheckList } from '../parts/check-list.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { Facts } from './facts.tsx';
import { TokenForm } from './token-form.tsx';
import { useMayChange } from './use-may-change.ts';
import styles from './settings.module.css';

/** The page. */
export function ConnectionPage(): ReactElement | null {
  const { t } = useTranslation('settings');
  const mayChange = useMayChange();
  const connection = useRead('settings.read', {}, ['setup']).value?.connection;
  const checks = useRead('setup.checks', {}, ['setup']).value?.checks ?? [];
  const test = useAct('setup.test');
  if (!connection) return null;
  const { hub, scope, hasToken, keepsTokens } = connection;
  const token = hasToken ? (keepsTokens ? 'tokenKept' : 'tokenRun') : 'tokenNone';
  const key = test.busy ? 'testing' : checks.length > 0 ? 'again' : 'test';
  const tryIt = (): void => void (hub !== null && test.run({ hub, scope, token: null, file: null }));
  return (
    <div className={styles.pair}>
      <div className={styles.form}>
        <Facts
          facts={[
            [t('connection.hub'), hub ?? t('connection.none')],
            [t('connection.scope'), scope],
            [t('connection.token'), t(`connection.${token}`)],
          ]}
        />
        {test.problem && <ProblemNote problem={test.problem} onDismiss={test.clear} />}
        {mayChange && hub !== null && (
          <TokenForm hasToken={hasToken} keepsTokens={keepsTokens} onChanged={tryIt}>
            <Button disabledFocusable={test.busy} onClick={tryIt}>
              {t(`connection.${key}`)}
            </Button>
          </TokenForm>
        )}
      </div>
      <CheckList checks={checks} isStale={false} hasFile={false} />
    </div>
  );
}
