// What narrows the table: search, filters as chips, what waits, what is in conflict; and how much of it is shown (PD-04).

import {
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  Popover,
  PopoverSurface,
  PopoverTrigger,
  Tooltip,
} from '@fluentui/react-components';
import { Add12Regular, ChevronDown12Regular, Dismiss12Regular } from '@fluentui/react-icons';
import { useState, type ReactElement, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { numberText } from '../../format/numbers.ts';
import type { WindowColumn } from '../../format/cells.ts';
import { isNarrowed, unnarrowed, type AddressFilter, type DataAddress } from '../address.ts';
import { titleOf, nounOf, readingOrder, type DataTable } from '../data-table.ts';
import type { PagesView } from '../grid/pages.ts';
import { FindBox } from '../../parts/find-box.tsx';
import { FilterEditor } from './filter-editor.tsx';
import { operatorsOf } from './filter-kinds.ts';
import { filterWords } from './filter-words.ts';
import { useNames } from './use-names.ts';
import { LinkButton } from '../../parts/link-button.tsx';
import { Chip } from '../../parts/chip.tsx';
import styles from './filters.module.css';

interface FilterBarProps {
  readonly table: DataTable;
  readonly address: DataAddress;
  readonly view: PagesView;
  readonly findRef: Ref<HTMLInputElement>;
  readonly onChange: (address: DataAddress) => void;
  readonly onLeave: () => void;
}

/** The row of tools above the grid. */
export function FilterBar({ table, address, view, findRef, onChange, onLeave }: FilterBarProps): ReactElement {
  const { t } = useTranslation('data');
  const { filters } = address;
  const put = (column: string, filter: AddressFilter | null): void => {
    const isKnown = filters.some((item) => item.column === column);
    const next = isKnown
      ? filters.flatMap((item) => (item.column === column ? (filter ?? []) : item))
      : [...filters, ...(filter ? [filter] : [])];
    onChange({ ...address, filters: next });
  };
  const quick = table.columns.find((column) => isQuick(column) && !filters.some((item) => item.column === column.name));
  return (
    <div className={styles.bar}>
      <FindBox
        place="data"
        className={styles.find ?? ''}
        text={address.text}
        label={t('find.label', { table: nounOf(table.table, 2) })}
        findRef={findRef}
        onChange={(text) => onChange({ ...address, text })}
        onLeave={onLeave}
      />
      {filters.map((filter) => (
        <FilterChip key={filter.column} table={table} filter={filter} onApply={(next) => put(filter.column, next)} />
      ))}
      {quick && <NewChip key={quick.name} table={table} column={quick} onApply={(next) => put(quick.name, next)} />}
      <AddChip table={table} filters={filters} onApply={(next) => put(next.column, next)} />
      <Toggle address={address} only="waiting" count={view.waiting} onChange={onChange} />
      <Toggle address={address} only="conflict" count={view.conflict} onChange={onChange} />
      <p className={`caption ${styles.total}`} role="status">
        {view.isReady && (
          <span className="figure">
            {isNarrowed(address)
              ? t('total.shown', { shown: numberText(view.shown), total: numberText(view.total) })
              : t('total.all', { count: view.total })}
          </span>
        )}
        {isNarrowed(address) && (
          <>
            <span aria-hidden="true">·</span>
            <LinkButton onClick={() => onChange(unnarrowed(address))}>{t('total.clear')}</LinkButton>
          </>
        )}
      </p>
    </div>
  );
}

interface ChipProps {
  readonly table: DataTable;
  readonly onApply: (filter: AddressFilter | null) => void;
}

/** A filter in force: its words open the editor, the cross takes it away. */
function FilterChip({ table, filter, onApply }: ChipProps & { readonly filter: AddressFilter }): ReactElement | null {
  const { t } = useTranslation('data');
  const [isOpen, setOpen] = useState(false);
  const column = table.columns.find((item) => item.name === filter.column);
  const nameOf = useNames(column?.pointsTo ?? null, filter.values);
  if (!column) return null;
  const words = filterWords(t, column, filter, nameOf);
  const apply = (next: AddressFilter | null): void => {
    setOpen(false);
    onApply(next);
  };
  return (
    <span className={styles.pair} role="group" aria-label={words}>
      <Popover open={isOpen} positioning="below-start" onOpenChange={(_, data) => setOpen(data.open)} trapFocus>
        <PopoverTrigger disableButtonEnhancement>
          <Chip isOn title={words}>
            <span className="cut">{words}</span>
          </Chip>
        </PopoverTrigger>
        <PopoverSurface aria-label={titleOf(column)}>
          <FilterEditor table={table.table} column={column} filter={filter} onApply={apply} />
        </PopoverSurface>
      </Popover>
      <Tooltip content={t('filter.removeOne', { filter: words })} relationship="label">
        <Chip isOn onClick={() => onApply(null)}>
          <Dismiss12Regular />
        </Chip>
      </Tooltip>
    </span>
  );
}

/** A filter that is often wanted, one click away. */
function NewChip({ table, column, onApply }: ChipProps & { readonly column: WindowColumn }): ReactElement {
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover open={isOpen} positioning="below-start" onOpenChange={(_, data) => setOpen(data.open)} trapFocus>
      <PopoverTrigger disableButtonEnhancement>
        <Chip>
          {titleOf(column)}
          <ChevronDown12Regular />
        </Chip>
      </PopoverTrigger>
      <PopoverSurface aria-label={titleOf(column)}>
        <FilterEditor
          table={table.table}
          column={column}
          filter={null}
          onApply={(next) => {
            setOpen(false);
            onApply(next);
          }}
        />
      </PopoverSurface>
    </Popover>
  );
}

interface AddChipProps {
  readonly table: DataTable;
  readonly filters: readonly AddressFilter[];
  readonly onApply: (filter: AddressFilter) => void;
}

/** Any other column: chosen from a menu, then typed. */
function AddChip({ table, filters, onApply }: AddChipProps): ReactElement {
  const { t } = useTranslation('data');
  const [column, setColumn] = useState<WindowColumn | null>(null);
  const [target, setTarget] = useState<HTMLElement | null>(null);
  const free = readingOrder(table).filter(
    (item) => operatorsOf(item).length > 0 && !filters.some((filter) => filter.column === item.name),
  );
  return (
    <>
      <Menu>
        <MenuTrigger disableButtonEnhancement>
          <Chip ref={setTarget}>
            <Add12Regular />
            {t('filter.new')}
          </Chip>
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            {free.map((item) => (
              <MenuItem key={item.name} onClick={() => setColumn(item)}>
                {titleOf(item)}
              </MenuItem>
            ))}
          </MenuList>
        </MenuPopover>
      </Menu>
      <Popover
        open={column !== null}
        positioning={{ target, position: 'below', align: 'start' }}
        onOpenChange={(_, data) => !data.open && setColumn(null)}
        trapFocus
      >
        <PopoverSurface aria-label={column ? titleOf(column) : t('filter.new')}>
          {column && (
            <FilterEditor
              table={table.table}
              column={column}
              filter={null}
              onApply={(next) => {
                setColumn(null);
                if (next) onApply(next);
              }}
            />
          )}
        </PopoverSurface>
      </Popover>
    </>
  );
}

interface ToggleProps {
  readonly address: DataAddress;
  readonly only: 'waiting' | 'conflict';
  readonly count: number;
  readonly onChange: (address: DataAddress) => void;
}

/** Only what waits, or only what is in conflict; not there where there is none. */
function Toggle({ address, only, count, onChange }: ToggleProps): ReactElement | null {
  const { t } = useTranslation('data');
  const isOn = address.only === only;
  if (count === 0 && !isOn) return null;
  return (
    <Chip isOn={isOn} aria-pressed={isOn} onClick={() => onChange({ ...address, only: isOn ? 'all' : only })}>
      <span>
        {t(`filter.${only}`)} <span className="figure">{numberText(count)}</span>
      </span>
    </Chip>
  );
}

function isQuick(column: WindowColumn): boolean {
  return /^(status|state|stage|phase|type|kind|category|priority)$/i.test(column.name);
}
