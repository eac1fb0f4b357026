// What an export will hold, chosen and told before anything leaves: range, size, format, names, what it gives away (TL-08,
// TL-11).

import { Checkbox } from '@fluentui/react-components';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../bridge/use-read.ts';
import { bytesText } from '../../format/numbers.ts';
import { ProblemNote } from '../../parts/problem-note.tsx';
import { Segments } from '../../parts/segments.tsx';
import type { TelemetryFilter } from '../address.ts';
import { useSource } from '../source.ts';
import { useLast } from '../use-last.ts';
import { useExportChoice, type ExportChoice } from './choice.ts';
import { PreviewDialog } from './preview-dialog.tsx';
import { SaveBar } from './save-bar.tsx';
import styles from './export.module.css';

interface ExportFormProps {
  readonly filter: TelemetryFilter;
}

/** The form. */
export function ExportForm({ filter }: ExportFormProps): ReactElement {
  const { t } = useTranslation('telemetry');
  const [choice, change] = useExportChoice();
  const [isPreview, setPreview] = useState(false);
  const source = useSource();
  const read = useRead(source.plan, { filter, ...choice }, source.topics);
  const plan = useLast(read.value);
  return (
    <>
      <dl className={styles.choices}>
        <dt>{t('export.range')}</dt>
        <dd className="figure">
          <span role="status">
            {plan ? (
              <>
                <b>{t('count.events', { count: plan.events })}</b>
                {plan.events > 0 && t('export.size', { size: bytesText(plan.bytes) })}
              </>
            ) : (
              t('counting')
            )}
          </span>
        </dd>
        <Choices choice={choice} onChange={change} />
      </dl>
      {read.problem && <ProblemNote problem={read.problem} />}
      <SaveBar
        holds={holds(t, choice)}
        what={read.value && { choice, filter, plan: read.value }}
        onPreview={() => setPreview(true)}
      />
      {isPreview && plan && <PreviewDialog plan={plan} holds={holds(t, choice)} onClose={() => setPreview(false)} />}
    </>
  );
}

function holds(t: (key: string) => string, { contains, pseudonyms }: ExportChoice): string {
  const words = t(`export.holds.${contains}`);
  return pseudonyms ? `${words} ${t('export.holds.pseudonyms')}` : words;
}

interface ChoicesProps {
  readonly choice: ExportChoice;
  readonly onChange: (change: Partial<ExportChoice>) => void;
}

function Choices({ choice, onChange }: ChoicesProps): ReactElement {
  const { t } = useTranslation('telemetry');
  return (
    <>
      <dt>{t('export.format')}</dt>
      <dd className={styles.row}>
        <Segments
          label={t('export.format')}
          value={choice.format}
          items={(['csv', 'ndjson', 'otlp'] as const).map((value) => ({ value, text: t(`export.formats.${value}`) }))}
          onChange={(format) => onChange({ format })}
        />
        {choice.format === 'otlp' && (
          <Segments
            label={t('export.signal')}
            value={choice.signal}
            items={(['logs', 'traces'] as const).map((value) => ({ value, text: t(`export.signals.${value}`) }))}
            onChange={(signal) => onChange({ signal })}
          />
        )}
      </dd>
      <dt>{t('export.names')}</dt>
      <dd>
        <Segments
          label={t('export.names')}
          value={choice.names}
          items={(['concord', 'application-insights'] as const).map((value) => ({
            value,
            text: t(`export.namings.${value}`),
          }))}
          onChange={(names) => onChange({ names })}
        />
      </dd>
      <dt>{t('export.contains')}</dt>
      <dd className={styles.row}>
        <Segments
          label={t('export.contains')}
          value={choice.contains}
          items={(['ids', 'names', 'values'] as const).map((value) => ({ value, text: t(`export.levels.${value}`) }))}
          onChange={(contains) => onChange({ contains })}
        />
        <Checkbox
          className={styles.check ?? ''}
          label={t('export.pseudonyms')}
          title={t('export.pseudonymsTip')}
          checked={choice.pseudonyms}
          onChange={(_, data) => onChange({ pseudonyms: data.checked === true })}
        />
      </dd>
    </>
  );
}
