// One filter being made: operator and value, checked by the column's type before it is used (PD-04).

import { Button, Select } from '@fluentui/react-components';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { WindowColumn } from '../../format/cells.ts';
import type { AddressFilter, Operator } from '../address.ts';
import { titleOf, type DataTable } from '../data-table.ts';
import { arityOf, kindOf, operatorsOf, valueFault } from './filter-kinds.ts';
import { operatorText } from './filter-words.ts';
import { ValueInput } from './value-input.tsx';
import { ValueList } from './value-list.tsx';
import styles from './filters.module.css';

interface FilterEditorProps {
  readonly table: DataTable['table'];
  readonly column: WindowColumn;
  /** The filter that there is; null = a new one. */
  readonly filter: AddressFilter | null;
  readonly onApply: (filter: AddressFilter | null) => void;
}

/** The editor, inside a popover. */
export function FilterEditor({ table, column, filter, onApply }: FilterEditorProps): ReactElement {
  const { t } = useTranslation('data');
  const [operator, setOperator] = useState<Operator>(filter?.operator ?? operatorsOf(column)[0] ?? 'is');
  const [values, setValues] = useState<readonly string[]>(filter?.values ?? []);
  const [isTried, setTried] = useState(false);
  const arity = arityOf(operator);
  const wanted = arity === 0 ? [] : arity === 1 ? [values[0] ?? startOf(column)] : values;
  const fault = faultOf(column, operator, wanted);
  const apply = (): void => {
    setTried(true);
    if (fault === null) onApply({ column: column.name, operator, values: wanted });
  };
  return (
    <form
      className={styles.editor}
      aria-label={titleOf(column)}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        apply();
      }}
    >
      <h2>{titleOf(column)}</h2>
      <Select
        size="small"
        aria-label={t('filter.operator')}
        value={operator}
        onChange={(_, data) => setOperator(data.value as Operator)}
      >
        {operatorsOf(column).map((item) => (
          <option key={item} value={item}>
            {t(`filter.operators.${operatorText(column, item)}`)}
          </option>
        ))}
      </Select>
      {arity === 'many' && <ValueList table={table} column={column} values={values} onChange={setValues} />}
      {arity === 1 && (
        <ValueInput
          kind={operator === 'contains' || operator === 'begins' ? 'text' : kindOf(column)}
          column={column}
          value={wanted[0] ?? ''}
          onChange={(value) => setValues([value])}
        />
      )}
      {isTried && fault !== null && (
        <p className={styles.fault} role="alert">
          {fault === 'missing' ? t('filter.missing') : fault}
        </p>
      )}
      <div className={styles.buttons}>
        {filter && <Button onClick={() => onApply(null)}>{t('filter.remove')}</Button>}
        <Button appearance="primary" type="submit">
          {t('filter.apply')}
        </Button>
      </div>
    </form>
  );
}

/** `missing` where nothing is typed or chosen yet. */
function faultOf(column: WindowColumn, operator: Operator, values: readonly string[]): string | null {
  if (arityOf(operator) === 0) return null;
  if (values.length === 0 || values.some((value) => value === '')) return 'missing';
  return values.map((value) => valueFault(column, operator, value)).find((fault) => fault !== null) ?? null;
}

function startOf(column: WindowColumn): string {
  return kindOf(column) === 'yes-no' ? 'true' : '';
}
