// What narrows the list: search, table, type, session; and how much of it is shown (CF-05).

import type { ReactElement, Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { FilterChip } from '../../parts/filter-chip.tsx';
import { FindBox } from '../../parts/find-box.tsx';
import { numberText } from '../../format/numbers.ts';
import { tableTitle, type TableName } from '../../format/names.ts';
import { MoreChip, SetChips } from './more-filters.tsx';
import { OrderMenu } from './order-menu.tsx';
import { isFiltered, types, unfiltered, type InboxAddress } from './address.ts';
import { LinkButton } from '../../parts/link-button.tsx';
import styles from './inbox.module.css';

interface FiltersProps {
  readonly address: InboxAddress;
  readonly tables: readonly { readonly table: TableName; readonly conflicts: number }[];
  readonly shown: number;
  readonly total: number;
  readonly onChange: (address: InboxAddress) => void;
  readonly findRef: Ref<HTMLInputElement>;
}

/** Search field, chips and the line that says how much is shown. */
export function Filters({ address, tables, shown, total, onChange, findRef }: FiltersProps): ReactElement {
  const { t } = useTranslation('conflicts');
  return (
    <div className={styles.filters}>
      <FindBox
        place="conflicts"
        className={styles.find ?? ''}
        label={t('find.label')}
        text={address.text}
        findRef={findRef}
        onChange={(text) => onChange({ ...address, text })}
      />
      <div className={styles.chips}>
        <TableChip address={address} tables={tables} onChange={onChange} />
        <TypeChip address={address} onChange={onChange} />
        <MoreChip address={address} onChange={onChange} />
        <SetChips address={address} onChange={onChange} />
      </div>
      <div className={styles.total}>
        <p className="caption" role="status">
          <span className="figure">
            {t('filter.shown', { shown: numberText(shown), n: numberText(total), count: total })}
          </span>
          {isFiltered(address) && (
            <>
              {' · '}
              <LinkButton onClick={() => onChange(unfiltered(address))}>{t('filter.clear')}</LinkButton>
            </>
          )}
        </p>
        <OrderMenu address={address} onChange={onChange} />
      </div>
    </div>
  );
}

function TableChip({ address, tables, onChange }: Pick<FiltersProps, 'address' | 'tables' | 'onChange'>): ReactElement {
  const { t } = useTranslation('conflicts');
  const chosen = address.table;
  const nameOf = (table: TableName): string => JSON.stringify([table.schema, table.name]);
  const countsHelp = address.tab === 'undecided';
  return (
    <FilterChip
      label={chosen ? tableTitle(chosen) : t('filter.table')}
      isOn={chosen !== null}
      value={chosen ? nameOf(chosen) : ''}
      onChange={(value) => {
        const found = tables.find(({ table }) => nameOf(table) === value);
        onChange({ ...address, table: found ? found.table : null });
      }}
      items={[
        { value: '', text: t('filter.anyTable') },
        ...tables
          .filter(
            ({ table, conflicts }) => !countsHelp || conflicts > 0 || (chosen && nameOf(chosen) === nameOf(table)),
          )
          .map(({ table, conflicts }) => ({
            value: nameOf(table),
            text: tableTitle(table),
            ...(countsHelp && { count: conflicts }),
          })),
      ]}
    />
  );
}

function TypeChip({ address, onChange }: Pick<FiltersProps, 'address' | 'onChange'>): ReactElement {
  const { t } = useTranslation('conflicts');
  return (
    <FilterChip
      label={address.type === null ? t('filter.type') : t(`type.${address.type}`)}
      isOn={address.type !== null}
      value={address.type ?? ''}
      onChange={(value) => onChange({ ...address, type: value === '' ? null : value })}
      items={[{ value: '', text: t('type.any') }, ...types.map((type) => ({ value: type, text: t(`type.${type}`) }))]}
    />
  );
}
