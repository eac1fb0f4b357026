// The value of a filter, typed as its column wants it.

import { Input, Radio, RadioGroup } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { WindowColumn } from '../../format/cells.ts';
import { plainText } from '../../format/names.ts';
import { RecordPicker } from '../record-picker.tsx';
import type { FilterKind } from './filter-kinds.ts';

interface ValueInputProps {
  readonly kind: FilterKind;
  readonly column: WindowColumn;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** The control. */
export function ValueInput({ kind, column, value, onChange }: ValueInputProps): ReactElement {
  const { t } = useTranslation('data');
  if (kind === 'yes-no') {
    return (
      <RadioGroup
        layout="horizontal"
        aria-label={t('filter.value')}
        value={value}
        onChange={(_, data) => onChange(data.value)}
      >
        <Radio value="true" label={t('value.yes')} />
        <Radio value="false" label={t('value.no')} />
      </RadioGroup>
    );
  }
  if (kind === 'record' && column.pointsTo !== null) {
    return (
      <RecordPicker
        table={column.pointsTo}
        value={value === '' ? null : value}
        label={t('filter.value')}
        onPick={(key) => onChange(key === null ? '' : plainText(key))}
      />
    );
  }
  return (
    <Input
      autoFocus
      size="small"
      type={kind === 'day' ? 'date' : kind === 'time' ? 'time' : 'text'}
      inputMode={kind === 'number' ? 'decimal' : 'text'}
      aria-label={t('filter.value')}
      value={kind === 'day' ? value.slice(0, 10) : value}
      onChange={(_, data) => onChange(data.value)}
    />
  );
}
