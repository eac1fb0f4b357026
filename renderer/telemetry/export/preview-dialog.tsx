// The first lines of the file as they will stand in it, before anything leaves (TL-11).

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
import type { CallOutput } from '../../../main/window/contract.ts';
import styles from './export.module.css';

interface PreviewDialogProps {
  readonly plan: CallOutput<'telemetry.exportPlan'>;
  /** What the file will hold. */
  readonly holds: string;
  readonly onClose: () => void;
}

/** Events in a preview; a head may stand above them. */
const previewed = 20;

/** The dialog. */
export function PreviewDialog({ plan, holds, onClose }: PreviewDialogProps): ReactElement {
  const { t } = useTranslation('telemetry');
  return (
    <Dialog open onOpenChange={(_, data) => !data.open && onClose()}>
      <DialogSurface className={styles.wide ?? ''}>
        <DialogBody>
          <DialogTitle>{t('preview.title', { file: plan.file })}</DialogTitle>
          <DialogContent>
            <p>
              {t('preview.of', {
                shown: Math.min(previewed, plan.events),
                events: t('count.events', { count: plan.events }),
              })}{' '}
              {holds}
            </p>
            {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- What scrolls must be reached by keyboard. */}
            <pre className={styles.lines} tabIndex={0} role="region" aria-label={t('preview.label')}>
              {plan.preview.join('\n')}
            </pre>
          </DialogContent>
          <DialogActions>
            <DialogTrigger disableButtonEnhancement>
              <Button>{t('preview.close')}</Button>
            </DialogTrigger>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
