// Columns that do not count when both sides are compared, such as *modified at*: chosen by table (CF-12).

import { Button, Dropdown, Field, Option } from '@fluentui/react-components';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { tableParam } from '../app/addresses.ts';
import { useAct } from '../bridge/use-act.ts';
import { useRead } from '../bridge/use-read.ts';
import { columnTitle, tableTitle } from '../format/names.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import type { CallOutput } from '../../main/window/contract.ts';
import { Facts } from './facts.tsx';
import { TableChoice } from './table-choice.tsx';
import { useMayChange } from './use-may-change.ts';
import styles from './settings.module.css';

type Noise = CallOutput<'settings.read'>['noise'];
type Table = CallOutput<'data.tables'>[number];

const listText = new Intl.ListFormat(undefined, { type: 'unit' });

/** What was chosen, and the way to choose. */
export function NoiseForm({ noise }: { readonly noise: Noise }): ReactElement {
  const { t } = useTranslation('settings');
  const mayChange = useMayChange();
  const [isOpen, setOpen] = useState(false);
  return (
    <section className={styles.form} aria-labelledby="noise">
      <div>
        <h3 id="noise">{t('noise.title')}</h3>
        <p className="quiet">{t('noise.about')}</p>
      </div>
      {noise.length === 0 ? (
        <p>{t('noise.none')}</p>
      ) : (
        <Facts
          facts={noise.map(({ table, columns }) => [tableTitle(table), listText.format(columns.map(columnTitle))])}
        />
      )}
      {isOpen && <Choice noise={noise} />}
      {mayChange && !isOpen && (
        <div className={styles.buttons}>
          <Button onClick={() => setOpen(true)}>{t('noise.choose')}</Button>
        </div>
      )}
    </section>
  );
}

/** A table, and its columns but those of the key. */
function Choice({ noise }: { readonly noise: Noise }): ReactElement {
  const { t } = useTranslation('settings');
  const tables = useRead('data.tables', {}, []).value ?? [];
  const [name, setName] = useState('');
  const save = useAct('settings.save');
  const table = tables.find((item) => tableParam(item.table) === name);
  const chosen = noise.find((item) => tableParam(item.table) === name)?.columns ?? [];
  return (
    <>
      <TableChoice
        label={t('noise.table')}
        placeholder={t('noise.tableNone')}
        tables={tables}
        chosen={table ?? null}
        onChoose={setName}
      />
      {table && (
        <Field label={t('noise.columns')} className={styles.choice ?? ''}>
          <Dropdown
            multiselect
            clearButton={null}
            value={listText.format(chosen.map(columnTitle))}
            selectedOptions={[...chosen]}
            placeholder={t('noise.columnsNone')}
            onOptionSelect={(_, { selectedOptions }) =>
              void save.run({ noise: { table: { ...table.table }, columns: selectedOptions } })
            }
          >
            {countable(table).map((column) => (
              <Option key={column} value={column}>
                {columnTitle(column)}
              </Option>
            ))}
          </Dropdown>
        </Field>
      )}
      {save.problem && <ProblemNote problem={save.problem} onDismiss={save.clear} />}
    </>
  );
}

function countable({ columns, key }: Table): readonly string[] {
  return columns.map((column) => column.name).filter((column) => !key.includes(column));
}
