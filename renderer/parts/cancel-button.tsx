// Cancels the running session; says so until it has ended (FD-06).

import { Button } from '@fluentui/react-components';
import { Dismiss16Regular } from '@fluentui/react-icons';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../bridge/use-act.ts';

/** The button; `session` is the number of the one that runs. */
export function CancelButton({ session }: { readonly session: number }): ReactElement {
  const { t } = useTranslation();
  const cancel = useAct('sync.cancel');
  const [cancelled, setCancelled] = useState<number | null>(null);
  const asked = cancelled === session;
  return (
    <Button
      icon={<Dismiss16Regular />}
      disabledFocusable={asked}
      onClick={() => {
        setCancelled(session);
        void cancel.run({});
      }}
    >
      {t(asked ? 'cancelling' : 'cancel')}
    </Button>
  );
}
