// The list of keys (AX-01).

import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  DialogTrigger,
} from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { KeyHint } from '../parts/key-hint.tsx';
import { keyLabel, keyLines } from '../parts/keys.ts';
import { useOwnKeys } from '../parts/own-keys.ts';
import styles from './keys-dialog.module.css';

/** The dialog. */
export function KeysDialog({ onClose }: { readonly onClose: () => void }): ReactElement {
  const { t } = useTranslation(['conflicts', 'app']);
  const own = useOwnKeys();
  return (
    <Dialog open onOpenChange={(_, data) => !data.open && onClose()}>
      <DialogSurface className={styles.surface ?? ''}>
        <DialogBody>
          <DialogTitle>{t('keys.title')}</DialogTitle>
          <DialogContent>
            <dl className={styles.keys}>
              {keyLines('conflicts', own).map(({ step, keys }) => (
                <div key={step}>
                  <dt>
                    {keys.map((key) => (
                      <KeyHint key={key} keys={keyLabel(key)} isSpoken />
                    ))}
                  </dt>
                  <dd>{t(`app:keys.conflicts.${step}`)}</dd>
                </div>
              ))}
            </dl>
          </DialogContent>
          <DialogActions>
            <DialogTrigger disableButtonEnhancement>
              <Button autoFocus>{t('keys.close')}</Button>
            </DialogTrigger>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
