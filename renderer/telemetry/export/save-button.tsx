// The button that writes the file.

import { Button } from '@fluentui/react-components';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallOutput } from '../../../main/window/contract.ts';
import { useEngine } from '../../bridge/engine.tsx';
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
  const { client } = useEngine();
  const [busy, setBusy] = useState(false);
  const save = async (): Promise<void> => {
    if (!client || !plan) return;
    setBusy(true);
    const parts: string[] = [];
    for (let after = 0, done = false; !done;) {
      const part = await client.call('telemetry.exportPart', { ...choice, filter, upTo: plan.upTo, after });
      parts.push(part.text);
      after = part.last;
      done = part.done;
    }
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob(parts));
    link.download = plan.file;
    link.click();
    URL.revokeObjectURL(link.href);
    setBusy(false);
  };
  const isEmpty = plan?.events === 0;
  return (
    <Button
      size="small"
      appearance="primary"
      disabledFocusable={!plan || busy || isEmpty}
      title={isEmpty ? t('export.nothing') : undefined}
      onClick={() => void save()}
    >
      {t('export.save')}
    </Button>
  );
}
