// The period of the figures: today, 14 or 30 days, or a range of one's own (TL-06).

import { Button, Popover, PopoverSurface, PopoverTrigger } from '@fluentui/react-components';
import { ChevronDown12Regular } from '@fluentui/react-icons';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useNow } from '../parts/use-now.ts';
import { Segments } from '../parts/segments.tsx';
import type { TelemetryAddress } from './address.ts';
import { rangeText } from './day-words.ts';
import { dayName, instantOf } from './period.ts';
import { Chip } from '../parts/chip.tsx';
import styles from './telemetry.module.css';

interface PeriodChoiceProps {
  readonly address: TelemetryAddress;
  readonly onChange: (address: TelemetryAddress) => void;
}

const lengths = ['1', '14', '30'] as const;

/** The choice. */
export function PeriodChoice({ address, onChange }: PeriodChoiceProps): ReactElement {
  const { t } = useTranslation('telemetry');
  const { period } = address;
  const isOwn = period === 'own';
  return (
    <>
      <Segments<(typeof lengths)[number] | 'own'>
        label={t('period.label')}
        value={period}
        items={lengths.map((value) => ({ value, text: t(`period.${value}`) }))}
        onChange={(next) => onChange({ ...address, period: next, from: '', to: '' })}
      />
      <OwnRange key={`${address.from} ${address.to}`} address={address} isOn={isOwn} onChange={onChange} />
    </>
  );
}

function OwnRange({ address, isOn, onChange }: PeriodChoiceProps & { readonly isOn: boolean }): ReactElement {
  const { t } = useTranslation('telemetry');
  const [isOpen, setOpen] = useState(false);
  const today = dayName(useNow(60_000));
  const [from, setFrom] = useState(address.from === '' ? today : address.from);
  const [to, setTo] = useState(address.to === '' ? today : address.to);
  const isRange = instantOf(from, 0) !== null && instantOf(to, 0) !== null && from <= to;
  return (
    <Popover open={isOpen} onOpenChange={(_, data) => setOpen(data.open)} positioning="below-end" trapFocus>
      <PopoverTrigger disableButtonEnhancement>
        <Chip isOn={isOn}>
          <span className="cut">{isOn ? rangeText(address.from, address.to) : t('period.own')}</span>
          <ChevronDown12Regular />
        </Chip>
      </PopoverTrigger>
      <PopoverSurface aria-label={t('period.own')}>
        <form
          className={styles.range}
          onSubmit={(event) => {
            event.preventDefault();
            if (!isRange) return;
            setOpen(false);
            onChange({ ...address, period: 'own', from, to });
          }}
        >
          <label>
            {t('period.from')}
            <input type="date" value={from} max={today} onChange={(event) => setFrom(event.target.value)} />
          </label>
          <label>
            {t('period.to')}
            <input type="date" value={to} max={today} onChange={(event) => setTo(event.target.value)} />
          </label>
          {!isRange && <p className="caption">{t('period.wrong')}</p>}
          <Button type="submit" size="small" appearance="primary" disabledFocusable={!isRange}>
            {t('period.show')}
          </Button>
        </form>
      </PopoverSurface>
    </Popover>
  );
}
