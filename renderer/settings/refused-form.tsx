// What the record shows here once the hub's refusal of its change is parked: for all tables, and for those that differ (ER-11).

import { Button, Dropdown, Field, Option } from '@fluentui/react-components';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { refusalPolicies, type RefusalPolicy } from '../../main/sync/taken-back.ts';
import type { CallOutput } from '../../main/window/contract.ts';
import { tableParam } from '../app/addresses.ts';
import { useAct } from '../bridge/use-act.ts';
import { useRead } from '../bridge/use-read.ts';
import { tableTitle } from '../format/names.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import { Facts } from './facts.tsx';
import { TableChoice } from './table-choice.tsx';
import { useMayChange } from './use-may-change.ts';
import styles from './settings.module.css';

type Refused = CallOutput<'settings.read'>['refused'];

/** The choice, and the tables that differ. */
export function RefusedForm({ refused }: { readonly refused: Refused }): ReactElement {
  const { t } = useTranslation('settings');
  const mayChange = useMayChange();
  const save = useAct('settings.save');
  const [isOpen, setOpen] = useState(false);
  const { all, tables } = refused;
  return (
    <section className={styles.form} aria-labelledby="refused">
      <div>
        <h3 id="refused">{t('refused.title')}</h3>
        <p className="quiet">{t('refused.about')}</p>
      </div>
      <Field label={t('refused.label')} hint={t(`refused.${all}More`)} className={styles.choice ?? ''}>
        <PolicyChoice
          policy={all}
          isDisabled={!mayChange}
          onChoose={(policy) => policy && void save.run({ refused: { table: null, policy } })}
        />
      </Field>
      {tables.length > 0 && (
        <>
          <b>{t('refused.own')}</b>
          <Facts facts={tables.map(({ table, policy }) => [tableTitle(table), t(`refused.${policy}`)])} />
        </>
      )}
      {isOpen && <OneTable refused={refused} />}
      {mayChange && !isOpen && (
        <div className={styles.buttons}>
          <Button onClick={() => setOpen(true)}>{t('refused.choose')}</Button>
        </div>
      )}
      {save.problem && <ProblemNote problem={save.problem} onDismiss={save.clear} />}
    </section>
  );
}

/** A table, and what it shows. */
function OneTable({ refused }: { readonly refused: Refused }): ReactElement {
  const { t } = useTranslation('settings');
  const tables = useRead('data.tables', {}, []).value ?? [];
  const [name, setName] = useState('');
  const save = useAct('settings.save');
  const table = tables.find((item) => tableParam(item.table) === name);
  const own = refused.tables.find((item) => tableParam(item.table) === name);
  return (
    <>
      <TableChoice
        label={t('refused.table')}
        placeholder={t('refused.tableNone')}
        tables={tables}
        chosen={table ?? null}
        onChoose={setName}
      />
      {table && (
        <Field label={t('refused.label')} className={styles.choice ?? ''}>
          <PolicyChoice
            policy={own?.policy ?? null}
            hasNone
            onChoose={(policy) => void save.run({ refused: { table: { ...table.table }, policy } })}
          />
        </Field>
      )}
      {save.problem && <ProblemNote problem={save.problem} onDismiss={save.clear} />}
    </>
  );
}

interface PolicyChoiceProps {
  /** Null: as all tables. */
  readonly policy: RefusalPolicy | null;
  readonly hasNone?: boolean;
  readonly isDisabled?: boolean;
  readonly onChoose: (policy: RefusalPolicy | null) => void;
}

function PolicyChoice({
  policy,
  hasNone = false,
  isDisabled = false,
  onChoose,
  ...field
}: PolicyChoiceProps): ReactElement {
  const { t } = useTranslation('settings');
  const words = [...(hasNone ? (['asAll'] as const) : []), ...refusalPolicies];
  const chosen = policy ?? 'asAll';
  return (
    <Dropdown
      {...field}
      clearButton={null}
      disabled={isDisabled}
      value={t(`refused.${chosen}`)}
      selectedOptions={[chosen]}
      onOptionSelect={(_, { optionValue }) => onChoose(refusalPolicies.find((item) => item === optionValue) ?? null)}
    >
      {words.map((word) => (
        <Option key={word} value={word}>
          {t(`refused.${word}`)}
        </Option>
      ))}
    </Dropdown>
  );
}
