// A filter as a chip that opens a menu: several values, or one.

import { Menu, MenuItemCheckbox, MenuItemRadio, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components';
import { ChevronDown12Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Chip } from '../parts/chip.tsx';
import styles from './filters.module.css';

interface FilterChipProps {
  readonly name: string;
  readonly items: readonly { readonly value: string; readonly text: string }[];
  readonly chosen: readonly string[];
  /** One value at most. */
  readonly isSingle?: boolean;
  readonly onChange: (chosen: readonly string[]) => void;
}

/** The chip; it says what it is set to. */
export function FilterChip({ name, items, chosen, isSingle = false, onChange }: FilterChipProps): ReactElement {
  const { t } = useTranslation('feed');
  const first = items.find(({ value }) => value === chosen[0])?.text ?? chosen[0];
  const Item = isSingle ? MenuItemRadio : MenuItemCheckbox;
  return (
    <Menu
      checkedValues={{ filter: isSingle && chosen.length === 0 ? [''] : [...chosen] }}
      onCheckedValueChange={(_, data) => onChange(data.checkedItems.filter((value) => value !== ''))}
    >
      <MenuTrigger disableButtonEnhancement>
        <Chip isOn={chosen.length > 0}>
          <span className="cut">
            {first === undefined ? name : t('filter.set', { name, value: first })}
            {chosen.length > 1 && ` +${chosen.length - 1}`}
          </span>
          <ChevronDown12Regular />
        </Chip>
      </MenuTrigger>
      <MenuPopover className={styles.menu ?? ''}>
        <MenuList>
          {isSingle && (
            <MenuItemRadio name="filter" value="">
              {t('filter.any')}
            </MenuItemRadio>
          )}
          {items.map(({ value, text }) => (
            <Item key={value} name="filter" value={value}>
              {text}
            </Item>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
