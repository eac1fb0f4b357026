// No rows: what hides them, in the words of the chips.

import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { unnarrowed, type DataAddress } from './address.ts';
import type { DataTable } from './data-table.ts';
import { EmptyRows } from './empty.tsx';
import { filterWords } from './filters/filter-words.ts';
import styles from './data.module.css';

interface EmptyTableProps {
  readonly table: DataTable;
  readonly address: DataAddress;
  readonly total: number;
  readonly onChange: (address: DataAddress) => void;
}

/** The words and the way back. */
export function EmptyTable({ table, address, total, onChange }: EmptyTableProps): ReactElement {
  const { t } = useTranslation('data');
  const words = [
    ...address.filters.flatMap((filter) => {
      const column = table.columns.find((item) => item.name === filter.column);
      return column ? [filterWords(t, column, filter, () => null)] : [];
    }),
    ...(address.text.trim() === '' ? [] : [`“${address.text.trim()}”`]),
    ...(address.only === 'all' ? [] : [t(`filter.${address.only}`)]),
  ];
  return (
    <div className={styles.none}>
      <EmptyRows
        table={table}
        filters={words.length > 0 ? words.join(' · ') : null}
        total={total}
        onClear={() => onChange(unnarrowed(address))}
      />
    </div>
  );
}
