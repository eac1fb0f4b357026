// What narrows the list: search, table, operation, what it waits for; and how much of it is shown (PD-01, PD-02).

import type { ReactElement, Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { tableParam } from '../app/addresses.ts';
import { tableTitle } from '../format/names.ts';
import { numberText } from '../format/numbers.ts';
import { FilterChip } from '../parts/filter-chip.tsx';
import { FindBox } from '../parts/find-box.tsx';
import { isFiltered, operations, reasons, wholeList, type ChangesAddress } from './address.ts';
import type { Counts } from './use-changes.ts';
import { LinkButton } from '../parts/link-button.tsx';
import styles from './changes.module.css';

interface FilterBarProps {
  readonly address: ChangesAddress;
  readonly counts: Counts;
  readonly device: string;
  readonly findRef: Ref<HTMLInputElement>;
  readonly onChange: (address: ChangesAddress) => void;
  readonly onLeave: () => void;
}

/** Search field, chips, and the line that says how much is shown. */
export function FilterBar({ address, counts, device, findRef, onChange, onLeave }: FilterBarProps): ReactElement {
  const { t } = useTranslation('changes');
  const { shown, total, tables } = counts;
  const words = { shown: numberText(shown.changes), n: numberText(total.changes), count: total.changes, device };
  return (
    <div className={styles.filters}>
      <FindBox
        place="changes"
        className={styles.find ?? ''}
        label={t('find')}
        text={address.text}
        findRef={findRef}
        onChange={(text) => onChange({ ...address, text })}
        onLeave={onLeave}
      />
      <FilterChip
        label={labelOf(tables, address) ?? t('filter.table')}
        isOn={address.table !== null}
        value={address.table ?? ''}
        onChange={(value) => onChange({ ...address, table: value === '' ? null : value })}
        items={[
          { value: '', text: t('filter.anyTable') },
          ...tables.map(({ table, waiting }) => ({
            value: tableParam(table),
            text: tableTitle(table),
            count: waiting.changes,
          })),
        ]}
      />
      <FilterChip
        label={address.operation ? t(`operation.${address.operation}`) : t('filter.operation')}
        isOn={address.operation !== null}
        value={address.operation ?? ''}
        onChange={(value) => onChange({ ...address, operation: operations.find((item) => item === value) ?? null })}
        items={[
          { value: '', text: t('filter.anyOperation') },
          ...operations.map((item) => ({ value: item, text: t(`operation.${item}`) })),
        ]}
      />
      <FilterChip
        label={address.waitsFor ? t(`waits.${address.waitsFor}`) : t('filter.waits')}
        isOn={address.waitsFor !== null}
        value={address.waitsFor ?? ''}
        onChange={(value) => onChange({ ...address, waitsFor: reasons.find((item) => item === value) ?? null })}
        items={[
          { value: '', text: t('waits.any') },
          ...reasons.map((item) => ({ value: item, text: t(`waits.${item}`) })),
        ]}
      />
      <p className={`caption ${styles.shown}`} role="status">
        <span className="figure">{t('filter.shown', words)}</span>
        {isFiltered(address) && <LinkButton onClick={() => onChange(wholeList)}>{t('filter.clear')}</LinkButton>}
      </p>
    </div>
  );
}

function labelOf(tables: Counts['tables'], { table }: ChangesAddress): string | null {
  if (table === null) return null;
  const found = tables.find((item) => tableParam(item.table) === table);
  return found ? tableTitle(found.table) : table;
}
