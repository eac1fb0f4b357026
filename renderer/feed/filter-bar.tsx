// What narrows the history: text, words, table, period; and how much of it is shown (FD-07).

import { Dismiss12Regular } from '@fluentui/react-icons';
import { useRef, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallOutput } from '../../main/window/contract.ts';
import { tableParam } from '../app/addresses.ts';
import { tableTitle } from '../format/names.ts';
import { numberText } from '../format/numbers.ts';
import { FindBox } from '../parts/find-box.tsx';
import { useKeys } from '../parts/use-keys.ts';
import { isFiltered, noFilters, wordFilters, type FeedFilters, type WordFilter } from './address.ts';
import { FilterChip } from './filter-chip.tsx';
import { PeriodChip } from './period-chip.tsx';
import styles from './filters.module.css';

/** What the filters can be set to. */
export type FilterChoices = CallOutput<'feed.filters'>;

interface FilterBarProps {
  readonly filters: FeedFilters;
  readonly choices: FilterChoices;
  readonly matched: number;
  readonly total: number;
  readonly onChange: (filters: FeedFilters) => void;
  /** What stands at the end of the bar. */
  readonly children: ReactNode;
}

/** Search field and chips; below them, while anything is left out, how much is shown. */
export function FilterBar({ filters, choices, matched, total, onChange, children }: FilterBarProps): ReactElement {
  const { t } = useTranslation('feed');
  const find = useRef<HTMLInputElement>(null);
  useKeys('feed', { find: () => find.current?.focus() });
  const words = wordChoices(choices);
  return (
    <div className={styles.bar} role="group" aria-label={t('filter.label')}>
      <FindBox
        place="feed"
        className={styles.find ?? ''}
        label={t('filter.find')}
        text={filters.text}
        findRef={find}
        onChange={(text) => onChange({ ...filters, text })}
      />
      {wordFilters.map((name) => (
        <FilterChip
          key={name}
          name={t(`filter.${name}`)}
          chosen={filters[name]}
          items={[...new Set([...words[name], ...filters[name]])].map((value) => ({
            value,
            text: name === 'scope' ? value : t(`${name}.${value}`, { defaultValue: value }),
          }))}
          onChange={(chosen) => onChange({ ...filters, [name]: chosen })}
        />
      ))}
      <FilterChip
        name={t('filter.table')}
        isSingle
        chosen={filters.table === '' ? [] : [filters.table]}
        items={choices.tables.map((table) => ({ value: tableParam(table), text: tableTitle(table) }))}
        onChange={([table = '']) => onChange({ ...filters, table })}
      />
      <PeriodChip filters={filters} onChange={onChange} />
      {isFiltered(filters) && (
        <span className={styles.shown}>
          <span className="caption figure" role="status">
            {t('filter.shown', { shown: numberText(matched), count: total })}
          </span>
          <button type="button" className={styles.clear} onClick={() => onChange(noFilters)}>
            <Dismiss12Regular />
            {t('filter.clear')}
          </button>
        </span>
      )}
      {children}
    </div>
  );
}

function wordChoices(choices: FilterChoices): Readonly<Record<WordFilter, readonly string[]>> {
  return { scope: choices.scopes, mode: choices.modes, trigger: choices.triggers, result: choices.results };
}
