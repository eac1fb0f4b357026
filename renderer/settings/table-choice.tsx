// Which table a choice is for.

import { Dropdown, Field, Option } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import type { CallOutput } from '../../main/window/contract.ts';
import { tableParam } from '../app/addresses.ts';
import { tableTitle } from '../format/names.ts';
import styles from './settings.module.css';

type Table = CallOutput<'data.tables'>[number];

interface TableChoiceProps {
  readonly label: string;
  readonly placeholder: string;
  readonly tables: readonly Table[];
  /** Null until one was chosen. */
  readonly chosen: Table | null;
  /** Told the table as an address names it. */
  readonly onChoose: (name: string) => void;
}

/** The field. */
export function TableChoice({ label, placeholder, tables, chosen, onChoose }: TableChoiceProps): ReactElement {
  return (
    <Field label={label} className={styles.choice ?? ''}>
      <Dropdown
        clearButton={null}
        value={chosen ? tableTitle(chosen.table) : ''}
        selectedOptions={chosen ? [tableParam(chosen.table)] : []}
        placeholder={placeholder}
        onOptionSelect={(_, { optionValue = '' }) => onChoose(optionValue)}
      >
        {tables.map(({ table }) => (
          <Option key={tableParam(table)} value={tableParam(table)}>
            {tableTitle(table)}
          </Option>
        ))}
      </Dropdown>
    </Field>
  );
}
