// A filter as a small menu of one choice; the first item chooses nothing.

import { Menu, MenuItemRadio, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components';
import { ChevronDown12Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import styles from './choice-chip.module.css';

interface ChoiceChipProps<T extends string> {
  /** What is chosen: "Person". */
  readonly name: string;
  /** '' = any. */
  readonly value: T | '';
  /** "Any person". */
  readonly any: string;
  readonly items: readonly { readonly value: T; readonly text: string }[];
  readonly onChange: (value: T | '') => void;
}

/** The chip. */
export function ChoiceChip<T extends string>(props: ChoiceChipProps<T>): ReactElement {
  const { name, value, any, items, onChange } = props;
  const chosen = items.find((item) => item.value === value)?.text ?? value;
  const isOn = value !== '';
  const choose = (next: string | undefined): void => onChange(items.find((item) => item.value === next)?.value ?? '');
  return (
    <Menu checkedValues={{ choice: [value] }} onCheckedValueChange={(_, data) => choose(data.checkedItems[0])}>
      <MenuTrigger disableButtonEnhancement>
        <button
          type="button"
          className={`${styles.chip} ${isOn ? styles.on : ''}`}
          aria-label={isOn ? `${name}: ${chosen}` : name}
          title={isOn ? `${name}: ${chosen}` : undefined}
        >
          <span className="cut">{isOn ? chosen : name}</span>
          <ChevronDown12Regular />
        </button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList className={styles.list ?? ''}>
          <MenuItemRadio name="choice" value="">
            {any}
          </MenuItemRadio>
          {items.map((item) => (
            <MenuItemRadio key={item.value} name="choice" value={item.value}>
              {item.text}
            </MenuItemRadio>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
