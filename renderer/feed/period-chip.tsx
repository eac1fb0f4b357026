// The period of the history: one that ends now, or from one day to another.

import {
  Button,
  Field,
  Input,
  Popover,
  PopoverSurface,
  PopoverTrigger,
  Radio,
  RadioGroup,
} from '@fluentui/react-components';
import { ChevronDown12Regular } from '@fluentui/react-icons';
import { useState, type ReactElement } from 'react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { timeText } from '../format/times.ts';
import { periods, type FeedFilters } from './address.ts';
import { Chip } from '../parts/chip.tsx';
import styles from './filters.module.css';

interface PeriodChipProps {
  readonly filters: FeedFilters;
  readonly onChange: (filters: FeedFilters) => void;
}

/** The chip and what it opens. */
export function PeriodChip({ filters, onChange }: PeriodChipProps): ReactElement {
  const { t } = useTranslation('feed');
  const [isOpen, setOpen] = useState(false);
  const { period, from, to } = filters;
  const isOn = period !== '' || from !== '' || to !== '';
  return (
    <Popover open={isOpen} onOpenChange={(_, data) => setOpen(data.open)} trapFocus positioning="below-end">
      <PopoverTrigger disableButtonEnhancement>
        <Chip isOn={isOn}>
          <span className="cut">{isOn ? periodText(filters, t) : t('period.name')}</span>
          <ChevronDown12Regular />
        </Chip>
      </PopoverTrigger>
      <PopoverSurface aria-label={t('period.name')} className={styles.period ?? ''}>
        <RadioGroup
          aria-label={t('period.name')}
          value={period !== '' ? period : isOn ? 'days' : 'any'}
          onChange={(_, { value }) => {
            const chosen = periods.find((item) => item === value) ?? '';
            onChange({ ...filters, period: chosen, from: '', to: '' });
          }}
        >
          <Radio value="any" label={t('period.any')} />
          {periods.map((item) => (
            <Radio key={item} value={item} label={t(`period.${item}`)} />
          ))}
        </RadioGroup>
        <div className={styles.days}>
          {(['from', 'to'] as const).map((side) => (
            <Field key={side} label={t(`period.${side}`)}>
              <Input
                type="date"
                value={filters[side]}
                onChange={(_, { value }) => onChange({ ...filters, period: '', [side]: value })}
              />
            </Field>
          ))}
        </div>
        <Button onClick={() => setOpen(false)}>{t('period.done')}</Button>
      </PopoverSurface>
    </Popover>
  );
}

function periodText({ period, from, to }: FeedFilters, t: TFunction): string {
  if (period !== '') return t(`period.${period}`);
  const day = (text: string): string => timeText(`${text}T00:00`, new Date(0));
  if (to === '') return t('period.since', { day: day(from) });
  return from === '' ? t('period.until', { day: day(to) }) : t('span', { from: day(from), to: day(to) });
}
