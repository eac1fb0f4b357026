// "Is one of": the values that the column holds most often, to tick; another one can be typed.

import { Button, Checkbox, Input } from '@fluentui/react-components';
import { Add16Regular } from '@fluentui/react-icons';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../bridge/use-read.ts';
import { cellText, type WindowColumn } from '../../format/cells.ts';
import { numberText } from '../../format/numbers.ts';
import type { DataTable, JsonCell } from '../data-table.ts';
import styles from './filters.module.css';

interface ValueListProps {
  readonly table: DataTable['table'];
  readonly column: WindowColumn;
  readonly values: readonly string[];
  readonly onChange: (values: readonly string[]) => void;
}

interface Offer {
  readonly value: string;
  readonly text: string;
  readonly count: number | null;
}

/** The list of values. */
export function ValueList({ table, column, values, onChange }: ValueListProps): ReactElement {
  const { t } = useTranslation('data');
  const [typed, setTyped] = useState('');
  const common =
    useRead('data.values', { table: { ...table }, column: column.name, limit: 50 }, []).value?.values ?? [];
  const offers: Offer[] = common.map(({ value, name, count }) => ({
    value: textOf(value),
    text: name ?? cellText(column, value, t).text,
    count,
  }));
  const others = values.filter((value) => !offers.some((offer) => offer.value === value));
  const all = [...others.map((value) => ({ value, text: value, count: null })), ...offers];
  const add = (): void => {
    const value = typed.trim();
    if (value !== '' && !values.includes(value)) onChange([...values, value]);
    setTyped('');
  };
  return (
    <>
      <div className={styles.values} role="group" aria-label={t('filter.values')}>
        {all.map((offer) => (
          <div key={offer.value} className={styles.value}>
            <Checkbox
              checked={values.includes(offer.value)}
              label={<span className="cut">{offer.text}</span>}
              onChange={(_, data) =>
                onChange(
                  data.checked === true ? [...values, offer.value] : values.filter((value) => value !== offer.value),
                )
              }
            />
            {offer.count !== null && <span className={styles.number}>{numberText(offer.count)}</span>}
          </div>
        ))}
      </div>
      <Input
        size="small"
        aria-label={t('filter.other')}
        placeholder={t('filter.other')}
        value={typed}
        contentAfter={
          <Button
            appearance="transparent"
            size="small"
            icon={<Add16Regular />}
            aria-label={t('filter.add')}
            onClick={add}
          />
        }
        onChange={(_, data) => setTyped(data.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || typed.trim() === '') return;
          event.preventDefault();
          add();
        }}
      />
    </>
  );
}

function textOf(cell: JsonCell): string {
  return cell !== null && typeof cell === 'object' ? cell.base64 : String(cell);
}
