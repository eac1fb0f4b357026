// A filter chip over values of one kind; its first item chooses nothing.

import type { ReactElement } from 'react';
import { FilterChip } from './filter-chip.tsx';

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
  return (
    <FilterChip
      label={chosen === '' ? name : chosen}
      isOn={value !== ''}
      value={value}
      items={[{ value: '', text: any }, ...items]}
      onChange={(next) => onChange(items.find((item) => item.value === next)?.value ?? '')}
    />
  );
}
