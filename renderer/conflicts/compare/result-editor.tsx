// Typing the result of one column, in its place: one line, several, or yes and no; checked as it is typed (RS-04).

import { Button, Input, Select, Textarea, Tooltip } from '@fluentui/react-components';
import { Checkmark16Regular, Dismiss16Regular } from '@fluentui/react-icons';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { columnTitle } from '../../format/names.ts';
import { cellFault, cellFromTyped } from '../../../main/sync/value.ts';
import type { Row } from './comparison.ts';
import { useCompareScope } from './context.ts';
import type { JsonCell } from './detail.ts';
import styles from './editor.module.css';

/** The editor, one line of the table under its row. Enter or leaving it takes the value, Escape does not. */
export function ResultEditor({ row }: { readonly row: Row }): ReactElement {
  const { t } = useTranslation('conflicts');
  const { type, edit } = useCompareScope();
  const { column } = row;
  const [text, setText] = useState(() => startText(row));
  const [isChanged, setChanged] = useState(false);
  const fault = isChanged ? cellFault(column, cellFromTyped(column, text)) : null;
  const close = (typed: string | null | undefined): void => {
    edit(null);
    if (typed !== undefined) type(column.name, { text: typed, how: 'typed' });
  };
  const change = (next: string): void => {
    setText(next);
    setChanged(true);
  };
  return (
    <div className={styles.line} role="cell">
      <div
        className={styles.editor}
        onBlur={(event) => {
          if (!event.currentTarget.contains(event.relatedTarget)) close(isChanged ? text : undefined);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') close(undefined);
          else if (event.key === 'Enter' && (!isMultiline(row) || event.ctrlKey)) close(text);
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      >
        <Field row={row} text={text} onChange={change} />
        <Tooltip content={isMultiline(row) ? 'Ctrl+Enter' : 'Enter'} relationship="description">
          <Button icon={<Checkmark16Regular />} onClick={() => close(text)}>
            {t('editor.done')}
          </Button>
        </Tooltip>
        {column.nullable && <Button onClick={() => close(null)}>{t('editor.noValue')}</Button>}
        <Tooltip content="Escape" relationship="description">
          <Button appearance="subtle" icon={<Dismiss16Regular />} onClick={() => close(undefined)}>
            {t('editor.cancel')}
          </Button>
        </Tooltip>
      </div>
      {fault !== null && (
        <p className={styles.fault} role="alert">
          {fault}
        </p>
      )}
    </div>
  );
}

interface FieldProps {
  readonly row: Row;
  readonly text: string;
  readonly onChange: (text: string) => void;
}

function Field({ row, text, onChange }: FieldProps): ReactElement {
  const { t } = useTranslation('conflicts');
  const label = t('editor.label', { column: columnTitle(row.column.name) });
  if (row.column.type === 'bool') {
    return (
      <Select autoFocus aria-label={label} value={text} onChange={(_, data) => onChange(data.value)}>
        <option value="yes">{t('editor.yes')}</option>
        <option value="no">{t('editor.no')}</option>
      </Select>
    );
  }
  if (isMultiline(row)) {
    return (
      <Textarea
        autoFocus
        className={styles.wide ?? ''}
        aria-label={label}
        rows={4}
        resize="vertical"
        value={text}
        onChange={(_, data) => onChange(data.value)}
      />
    );
  }
  return (
    <Input
      autoFocus
      className={styles.wide ?? ''}
      aria-label={label}
      value={text}
      onChange={(_, data) => onChange(data.value)}
    />
  );
}

/** Where the typing starts: from the result, else from mine, else from theirs. */
function startText(row: Row): string {
  const { result } = row;
  const cells: readonly (JsonCell | undefined)[] = [result.cell, row.mine, row.theirs, row.base];
  const text = result.typed?.text ?? plain(cells.find((cell) => cell !== undefined && cell !== null));
  return row.column.type === 'bool' ? (/^(true|1|yes)$/i.test(text) ? 'yes' : 'no') : text;
}

function plain(cell: JsonCell | undefined): string {
  return cell === undefined || cell === null || typeof cell === 'object' ? '' : String(cell);
}

function isMultiline({ column, base, mine, theirs }: Row): boolean {
  if (column.type !== 'text' && column.type !== 'chars' && column.type !== 'any') return false;
  return [base, mine, theirs].some((cell) => typeof cell === 'string' && (cell.length > 60 || cell.includes('\n')));
}
