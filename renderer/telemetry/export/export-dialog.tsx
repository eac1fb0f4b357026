// The export of just the events that the list shows (TL-08).

import {
  Button,
  Dialog,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  DialogTrigger,
} from '@fluentui/react-components';
import { Dismiss20Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { TelemetryFilter } from '../address.ts';
import { ExportForm } from './export-form.tsx';

interface ExportDialogProps {
  readonly filter: TelemetryFilter;
  readonly onClose: () => void;
}

/** The dialog. */
export function ExportDialog({ filter, onClose }: ExportDialogProps): ReactElement {
  const { t } = useTranslation('telemetry');
  return (
    <Dialog open onOpenChange={(_, data) => !data.open && onClose()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle
            action={
              <DialogTrigger disableButtonEnhancement action="close">
                <Button appearance="subtle" size="small" icon={<Dismiss20Regular />} aria-label={t('preview.close')} />
              </DialogTrigger>
            }
          >
            {t('export.title')}
          </DialogTitle>
          <DialogContent>
            <ExportForm filter={filter} />
          </DialogContent>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
