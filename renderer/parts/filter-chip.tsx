// A filter as a small menu of one choice (DESIGN, Density: chips).

import { Menu, MenuItemRadio, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components';
import { ChevronDown12Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { numberText } from '../format/numbers.ts';
import { Chip } from './chip.tsx';

interface FilterChipProps {
  readonly label: string;
  readonly isOn: boolean;
  readonly value: string;
  readonly items: readonly { readonly value: string; readonly text: string; readonly count?: number }[];
  readonly onChange: (value: string) => void;
}

/** The chip; it shows what is chosen. */
export function FilterChip({ label, isOn, value, items, onChange }: FilterChipProps): ReactElement {
  return (
    <Menu checkedValues={{ filter: [value] }} onCheckedValueChange={(_, data) => onChange(data.checkedItems[0] ?? '')}>
      <MenuTrigger disableButtonEnhancement>
        <Chip isOn={isOn}>
          <span className="cut">{label}</span>
          <ChevronDown12Regular />
        </Chip>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {items.map((item) => (
            <MenuItemRadio
              key={item.value}
              name="filter"
              value={item.value}
              {...(item.count !== undefined && { secondaryContent: numberText(item.count) })}
            >
              {item.text}
            </MenuItemRadio>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
