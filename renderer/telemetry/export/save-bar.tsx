// The end of the form: what the file will hold, a preview, and Export: a download that is streamed as it is made (TL-08, TL-11).

import { Button } from '@fluentui/react-components';
import { ArrowDownload16Regular } from '@fluentui/react-icons';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallOutput } from '../../../main/window/contract.ts';
import { saveDownload } from '../../bridge/save-download.ts';
import { bytesText } from '../../format/numbers.ts';
import type { TelemetryFilter } from '../address.ts';
import { useSource } from '../source.ts';
import type { ExportChoice } from './choice.ts';
import styles from './export.module.css';

/** What is to be written. */
interface Export {
  readonly choice: ExportChoice;
  readonly filter: TelemetryFilter;
  readonly plan: CallOutput<'telemetry.exportPlan'>;
}

interface SaveBarProps {
  readonly holds: string;
  /** Null while it is counted. */
  readonly what: Export | null;
  readonly onPreview: () => void;
}

/** The bar. */
export function SaveBar({ holds, what, onPreview }: SaveBarProps): ReactElement {
  const { t } = useTranslation('telemetry');
  const { download } = useSource();
  const [begun, setBegun] = useState<Export['plan'] | null>(null);
  const isEmpty = what?.plan.events === 0;
  const save = ({ choice, filter, plan }: Export): void => {
    // Up to the newest event that was counted: the file holds exactly what was told.
    saveDownload(download, { ...choice, filter, upTo: plan.upTo });
    setBegun(plan);
  };
  return (
    <>
      {begun && (
        <p className={styles.begun} role="status">
          <ArrowDownload16Regular />
          {t('export.begun', {
            file: begun.file,
            events: t('count.events', { count: begun.events }),
            size: bytesText(begun.bytes),
          })}
        </p>
      )}
      <div className={styles.acts}>
        <p className="caption">{holds}</p>
        <Button size="small" disabledFocusable={!what || isEmpty} onClick={onPreview}>
          {t('export.preview')}
        </Button>
        <Button
          size="small"
          appearance="primary"
          disabledFocusable={!what || isEmpty}
          title={isEmpty ? t('export.nothing') : undefined}
          onClick={() => what && save(what)}
        >
          {t('export.save')}
        </Button>
      </div>
    </>
  );
}
