// The fields of a record being edited or typed anew, and the bar that tells what saving will do (PD-05).

import { Button, Tooltip } from '@fluentui/react-components';
import { useEffect, useRef, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReplyProblem } from '../../../main/window/contract.ts';
import { readingOrder, type DataTable } from '../data-table.ts';
import { fieldOf, isNewRecord, takeBack, typeValue, type Draft } from './draft.ts';
import { Field } from './field.tsx';
import styles from './edit.module.css';

interface RecordFormProps {
  readonly table: DataTable;
  readonly draft: Draft;
  readonly names: Readonly<Record<string, string>>;
  /** Somebody tried to save: what is missing is said as well. */
  readonly isTried: boolean;
  /** What the engine said of a column. */
  readonly problem: ReplyProblem | null;
  readonly onChange: (draft: Draft) => void;
  readonly onSave: () => void;
  readonly children?: ReactNode;
}

/** The fields. `Ctrl+S` and `Ctrl+Enter` save. */
export function RecordForm(props: RecordFormProps): ReactElement {
  const { table, draft, names, isTried, problem, onChange, onSave, children } = props;
  const { t } = useTranslation('data');
  const form = useRef<HTMLFormElement>(null);
  const isNew = isNewRecord(draft);
  useFirstFocus(form);
  return (
    <form
      ref={form}
      className={styles.form}
      noValidate
      aria-label={t('edit.form')}
      onSubmit={(event) => {
        event.preventDefault();
        onSave();
      }}
      onKeyDown={(event) => {
        if (!(event.ctrlKey || event.metaKey) || (event.key !== 's' && event.key !== 'Enter')) return;
        event.preventDefault();
        onSave();
      }}
    >
      {children}
      {readingOrder(table).map((column) => {
        const state = fieldOf(column, draft);
        const isTouched = draft.values[column.name] !== undefined;
        const said = problem?.column === column.name ? reasonOf(problem, column.name) : null;
        return (
          <Field
            key={column.name}
            column={column}
            state={state}
            seen={isNew ? undefined : draft.expected[column.name]}
            seenName={names[column.name] ?? null}
            fault={state.fault !== null && (isTouched || isTried) ? state.fault : said}
            isLocked={!isNew && column.isKey}
            isTouched={isTouched}
            onType={(value) => onChange(typeValue(draft, column.name, value))}
            onTakeBack={() => onChange(takeBack(draft, column.name))}
          />
        );
      })}
      <input type="submit" hidden />
    </form>
  );
}

interface SaveBarProps {
  readonly forecast: string;
  readonly label: string;
  /** Columns whose values cannot be saved, by their titles. */
  readonly faulty: readonly string[];
  /** Nothing to save, in words; null = there is. */
  readonly idle: string | null;
  readonly busy: boolean;
  readonly onSave: () => void;
  readonly onDiscard: () => void;
}

/** What saving does, Save and Discard. */
export function SaveBar({ forecast, label, faulty, idle, busy, onSave, onDiscard }: SaveBarProps): ReactElement {
  const { t } = useTranslation('data');
  const reason = idle ?? (faulty.length > 0 ? t('save.faulty', { columns: t('list', { items: faulty }) }) : null);
  return (
    <>
      <p>{reason ?? forecast}</p>
      <div className={styles.buttons}>
        <Button onClick={onDiscard}>{t(idle === null ? 'save.discard' : 'save.leave')}</Button>
        <Tooltip content={reason ?? 'Ctrl+S'} relationship="description">
          <Button appearance="primary" disabledFocusable={busy || idle !== null} onClick={onSave}>
            {label}
          </Button>
        </Tooltip>
      </div>
    </>
  );
}

/** "another record has this value already": the column stands at its field, so the message need not name it. */
function reasonOf(problem: ReplyProblem, column: string): string {
  return problem.message.startsWith(`${column}: `) ? problem.message.slice(column.length + 2) : problem.message;
}

/** The first field that can be typed in takes the focus once. */
function useFirstFocus(form: React.RefObject<HTMLFormElement | null>): void {
  useEffect(() => {
    form.current?.querySelector<HTMLElement>('input:not([type="hidden"]):not([hidden]), textarea')?.focus();
  }, [form]);
}

/** Leads to the first field that cannot be saved, once it is marked. */
export function focusFault(): void {
  requestAnimationFrame(() => {
    document.querySelector<HTMLElement>('[data-part="record"] [aria-invalid="true"]')?.focus();
  });
}
