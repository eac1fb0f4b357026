// When the tiles of Status turn amber and red; each number counts as soon as it is one (ST-08).

import { Button, Field, Input } from '@fluentui/react-components';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import {
  defaultThresholds,
  isThreshold,
  keepThresholds,
  thresholdNames,
  useThresholds,
  type Thresholds,
} from '../status/thresholds.ts';
import styles from './settings.module.css';

/** The form. */
export function ThresholdForm(): ReactElement {
  const { t } = useTranslation('settings');
  const kept = useThresholds();
  const isDefault = thresholdNames.every((name) => kept[name] === defaultThresholds[name]);
  return (
    <section className={styles.form} aria-label={t('threshold.title')}>
      <div>
        <h3>{t('threshold.title')}</h3>
        <p className="quiet">{t('threshold.about')}</p>
      </div>
      {thresholdNames.map((name) => (
        // What another window sets stands in the field at once.
        <ThresholdField
          key={`${name} ${kept[name]}`}
          name={name}
          kept={kept[name]}
          onSet={(value) => keepThresholds({ ...kept, [name]: value })}
        />
      ))}
      <div className={styles.buttons}>
        <Button disabledFocusable={isDefault} onClick={() => keepThresholds(defaultThresholds)}>
          {t('threshold.reset')}
        </Button>
      </div>
    </section>
  );
}

interface ThresholdFieldProps {
  readonly name: keyof Thresholds;
  readonly kept: number;
  readonly onSet: (value: number) => void;
}

function ThresholdField({ name, kept, onSet }: ThresholdFieldProps): ReactElement {
  const { t } = useTranslation('settings');
  const [typed, setTyped] = useState(String(kept));
  const value = /^\d{1,4}$/.test(typed.trim()) ? Number(typed) : null;
  const isWrong = !isThreshold(value);
  const keep = (): void => {
    if (isThreshold(value) && value !== kept) onSet(value);
  };
  return (
    <div className={styles.line}>
      <Field
        label={t(`threshold.${name}`)}
        {...(isWrong && { validationState: 'error', validationMessage: t('threshold.wrong') })}
      >
        <Input
          inputMode="numeric"
          value={typed}
          {...(name === 'conflictsRedAfterDays' && {
            contentAfter: <span className="quiet">{t('retention.days')}</span>,
          })}
          onChange={(_, data) => setTyped(data.value)}
          onBlur={keep}
          onKeyDown={({ key }) => key === 'Enter' && keep()}
        />
      </Field>
    </div>
  );
}
