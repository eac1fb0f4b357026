// The feed before the first session.

import { Button } from '@fluentui/react-components';
import { Pulse32Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../bridge/use-act.ts';
import { EmptyState } from '../parts/empty-state.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';

/** Says what comes here, and starts it. */
export function NoSessions({ readOnly }: { readonly readOnly: boolean }): ReactElement {
  const { t } = useTranslation('feed');
  const start = useAct('sync.start');
  return (
    <EmptyState icon={<Pulse32Regular />} title={t('empty.title')} text={t('empty.more')} isCard>
      {!readOnly && (
        <Button disabled={start.busy} onClick={() => void start.run({})}>
          {t('empty.sync')}
        </Button>
      )}
      {start.problem && <ProblemNote problem={start.problem} onDismiss={start.clear} />}
    </EmptyState>
  );
}
