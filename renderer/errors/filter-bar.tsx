// Tabs, search, and a chip a type with its count (ER-02).

import { Tab, TabList } from '@fluentui/react-components';
import type { ReactElement, Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { rowErrorTypes } from '../../main/sync/row-error.ts';
import { tableTitle, type TableName } from '../format/names.ts';
import { numberText } from '../format/numbers.ts';
import { Chip } from '../parts/chip.tsx';
import { FindBox } from '../parts/find-box.tsx';
import { LinkButton } from '../parts/link-button.tsx';
import { isFiltered, tabs, type ErrorsAddress, type TabName } from './address.ts';
import type { ErrorPage } from './use-errors.ts';
import styles from './errors.module.css';

interface TabsProps {
  readonly tab: TabName;
  readonly counts: ErrorPage['counts'];
  readonly onTab: (tab: TabName) => void;
}

/** The tabs with their counts. */
export function Tabs({ tab, counts, onTab }: TabsProps): ReactElement {
  const { t } = useTranslation('errors');
  return (
    <TabList
      className={styles.tabs ?? ''}
      selectedValue={tab}
      onTabSelect={(_, data) => onTab(tabs.find((item) => item === data.value) ?? 'open')}
      aria-label={t('tab.label')}
    >
      {tabs.map((item) => (
        <Tab key={item} value={item}>
          {t(`tab.${item}`)} <span className={styles.count}>{numberText(counts[item])}</span>
        </Tab>
      ))}
    </TabList>
  );
}

interface FilterBarProps {
  readonly address: ErrorsAddress;
  readonly page: ErrorPage;
  /** The table that the list is narrowed to. */
  readonly table: TableName | null;
  readonly findRef: Ref<HTMLInputElement>;
  readonly onChange: (address: ErrorsAddress) => void;
  readonly onLeave: () => void;
}

/** The filters, and how much they leave. */
export function FilterBar({ address, page, table, findRef, onChange, onLeave }: FilterBarProps): ReactElement {
  const { t } = useTranslation('errors');
  return (
    <div className={styles.filters}>
      <FindBox
        place="errors"
        className={styles.find ?? ''}
        label={t('find')}
        text={address.text}
        findRef={findRef}
        onChange={(text) => onChange({ ...address, text })}
        onLeave={onLeave}
      />
      {rowErrorTypes.map((type) => (
        <Chip
          key={type}
          isOn={address.type === type}
          aria-pressed={address.type === type}
          onClick={() => onChange({ ...address, type: address.type === type ? null : type })}
        >
          {t(`type.${type}`)} <span className="figure">{numberText(page.types[type])}</span>
        </Chip>
      ))}
      {table && (
        <Chip isOn aria-pressed onClick={() => onChange({ ...address, table: null })}>
          {t('filter.table', { table: tableTitle(table) })}
        </Chip>
      )}
      <p className={`caption ${styles.shown}`} role="status">
        <span className="figure">{t('filter.shown', { shown: numberText(page.shown), count: page.total })}</span>
        {isFiltered(address) && (
          <LinkButton onClick={() => onChange({ ...address, type: null, table: null, text: '' })}>
            {t('filter.clear')}
          </LinkButton>
        )}
      </p>
    </div>
  );
}
