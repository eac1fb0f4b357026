// The button that writes the file.

import { Button } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallOutput } from '../../../main/window/contract.ts';
import { downloadAddress } from '../../../main/window/downloads.ts';
import type { TelemetryFilter } from '../address.ts';
import type { ExportChoice } from './choice.ts';

interface SaveButtonProps {
  readonly choice: ExportChoice;
  readonly filter: TelemetryFilter;
  /** Null while it is made. */
  readonly plan: CallOutput<'telemetry.exportPlan'> | null;
}

/** The button. */
export function SaveButton({ choice, filter, plan }: SaveButtonProps): ReactElement {
  const { t } = useTranslation('telemetry');
  const save = (): void => {
    if (!plan) return;
    const link = document.createElement('a');
    link.href = downloadAddress('telemetry', { ...choice, filter, upTo: plan.upTo });
    link.download = plan.file;
    link.click();
  };
  const isEmpty = plan?.events === 0;
  return (
    <Button
      size="small"
      appearance="primary"
      disabledFocusable={!plan || isEmpty}
      title={isEmpty ? t('export.nothing') : undefined}
      onClick={save}
    >
      {t('export.save')}
    </Button>
  );
}
