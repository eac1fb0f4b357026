// Finding a record of another table by its name or key: for foreign keys and filters (PD-05).

import { Combobox, Option } from '@fluentui/react-components';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../bridge/use-read.ts';
import { plainText, type TableName } from '../format/names.ts';
import type { JsonCell, JsonRecord } from './data-table.ts';
import { useSlow } from './use-slow.ts';

interface RecordPickerProps {
  readonly table: TableName;
  /** The key that is chosen; null = none. */
  readonly value: JsonCell;
  /** What it is called, where that is known already. */
  readonly name?: string | null;
  readonly label: string;
  readonly id?: string;
  readonly placeholder?: string;
  readonly isFaulty?: boolean;
  readonly onPick: (key: JsonCell) => void;
}

const mostOffers = 20;

/** The field with its list. Emptied, it points to nothing. */
export function RecordPicker(props: RecordPickerProps): ReactElement {
  const { table, value, name, label, id, placeholder, isFaulty, onPick } = props;
  const { t } = useTranslation('data');
  const [isOpen, setOpen] = useState(false);
  const [typed, setTyped] = useState<string | null>(null);
  const text = useSlow(typed ?? '', 150);
  const known = useRead('data.names', value === null || name != null ? null : { table, keys: [value] }, []).value;
  const found = useRead('data.find', isOpen ? { table, text, limit: mostOffers } : null, []).value ?? [];
  const chosen = value === null ? '' : shownName(name ?? known?.names[0] ?? null, value);
  return (
    <Combobox
      size="small"
      {...(id !== undefined && { id })}
      aria-label={label}
      aria-invalid={isFaulty ?? false}
      freeform
      clearable
      placeholder={placeholder ?? t('pick.placeholder')}
      value={typed ?? chosen}
      selectedOptions={value === null ? [] : [plainText(value)]}
      listbox={{ style: { maxHeight: '260px' } }}
      onOpenChange={(_, data) => setOpen(data.open)}
      onChange={(event) => setTyped(event.target.value)}
      onOptionSelect={(_, data) => {
        const picked = found.find((item) => plainText(keyCell(item.key)) === data.optionValue);
        onPick(picked ? keyCell(picked.key) : null);
        setTyped(null);
      }}
      onBlur={() => {
        if (typed === '') onPick(null);
        setTyped(null);
      }}
    >
      {found.map((item) => {
        const key = keyCell(item.key);
        return (
          <Option key={plainText(key)} value={plainText(key)} text={shownName(item.name, key)}>
            <span className="cut">
              {item.name ?? plainText(key)} {item.name !== null && <span className="quiet">{plainText(key)}</span>}
            </span>
          </Option>
        );
      })}
      {found.length === 0 && (
        <Option key="" value="" text="" disabled>
          {t('pick.none')}
        </Option>
      )}
    </Combobox>
  );
}

function keyCell(key: JsonRecord): JsonCell {
  return Object.values(key)[0] ?? null;
}

function shownName(name: string | null, key: JsonCell): string {
  return name ?? plainText(key);
}
