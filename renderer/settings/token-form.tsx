// Another token for the hub, or none: kept where the first one was, and tried at once (PR-01).

import { Button, Field, Input } from '@fluentui/react-components';
import { useState, type FormEvent, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../bridge/use-act.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import styles from './settings.module.css';

interface TokenFormProps {
  readonly hasToken: boolean;
  /** Whether the system's store keeps it, or it is known for this run only. */
  readonly keepsTokens: boolean;
  /** Told when another token counts. */
  readonly onChanged: () => void;
  /** Other steps of the page, before its own. */
  readonly children: ReactNode;
}

/** A button among the others, and behind it the form. */
export function TokenForm({ hasToken, keepsTokens, onChanged, children }: TokenFormProps): ReactElement {
  const { t } = useTranslation('settings');
  const [typed, setTyped] = useState<string | null>(null);
  const save = useAct('settings.save');
  const keep = async (token: string | null): Promise<void> => {
    if (!(await save.run({ token }))) return;
    setTyped(null);
    onChanged();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (typed !== null && typed.trim() !== '') void keep(typed.trim());
  };
  if (typed === null) {
    return (
      <div className={styles.buttons}>
        {children}
        <Button onClick={() => setTyped('')}>{t(hasToken ? 'connection.tokenChange' : 'connection.tokenGive')}</Button>
        {hasToken && (
          <Button appearance="subtle" disabledFocusable={save.busy} onClick={() => void keep(null)}>
            {t('connection.tokenForget')}
          </Button>
        )}
      </div>
    );
  }
  return (
    <form className={styles.form} noValidate onSubmit={submit}>
      <Field label={t('connection.tokenNew')} hint={t(keepsTokens ? 'connection.hintKept' : 'connection.hintRun')}>
        <Input
          type="password"
          value={typed}
          autoFocus
          autoComplete="off"
          onChange={(_, { value }) => setTyped(value)}
          onKeyDown={(event) => event.key === 'Escape' && setTyped(null)}
        />
      </Field>
      {save.problem && <ProblemNote problem={save.problem} onDismiss={save.clear} />}
      <div className={styles.buttons}>
        <Button type="submit" appearance="primary" disabledFocusable={typed.trim() === '' || save.busy}>
          {t('connection.tokenUse')}
        </Button>
        <Button onClick={() => setTyped(null)}>{t('connection.tokenLeave')}</Button>
      </div>
    </form>
  );
}
