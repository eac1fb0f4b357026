// The control of one column, by its type (PD-05).

import { Button, Input, Radio, RadioGroup, Textarea, Tooltip } from '@fluentui/react-components';
import { ArrowClockwise16Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { WindowColumn } from '../../format/cells.ts';
import { RecordPicker } from '../record-picker.tsx';
import { ruleColumn, type JsonCell } from '../data-table.ts';
import { cellToJson } from '../../../main/sync/cell.ts';
import { cellFromTyped } from '../../../main/sync/value.ts';
import type { ControlProps } from './control-props.ts';
import type { Value } from './draft.ts';
import { FileControl } from './file-control.tsx';
import styles from './edit.module.css';

/** The control. */
export function Control(props: ControlProps): ReactElement {
  const { column, value, id, label, name, isFaulty, onChange } = props;
  const { t } = useTranslation('data');
  if (column.type === 'bytes') return <FileControl {...props} />;
  if (column.type === 'bool') return <YesNo {...props} />;
  if (column.pointsTo !== null) {
    return (
      <RecordPicker
        table={column.pointsTo}
        value={keyOf(column, value)}
        name={name}
        id={id}
        label={label}
        isFaulty={isFaulty}
        placeholder={placeholderOf(t, props)}
        onPick={(key) => onChange(key === null || typeof key === 'object' ? null : String(key))}
      />
    );
  }
  return <Typed {...props} />;
}

function Typed(props: ControlProps): ReactElement {
  const { column, value, id, label, isFaulty, describedBy, onChange } = props;
  const { t } = useTranslation('data');
  const text = typeof value === 'string' ? value : '';
  const common = {
    id,
    'aria-label': label,
    'aria-invalid': isFaulty,
    'aria-describedby': describedBy,
    placeholder: placeholderOf(t, props),
    value: text,
  } as const;
  if (isLong(column, text)) {
    return (
      <Textarea
        {...common}
        className={styles.wide ?? ''}
        resize="vertical"
        rows={Math.min(8, Math.max(3, Math.ceil(text.length / 38)))}
        onChange={(_, data) => onChange(data.value)}
      />
    );
  }
  const type = nativeType(column, text);
  return (
    <Input
      {...common}
      className={styles.wide ?? ''}
      size="small"
      type={type}
      inputMode={isNumber(column) ? 'decimal' : 'text'}
      input={{ ...(type === 'datetime-local' && { step: text.length > 16 && !text.endsWith(':00') ? 1 : 60 }) }}
      value={type === 'datetime-local' ? text.replace(' ', 'T') : text}
      onChange={(_, data) => onChange(data.value)}
      {...(column.type === 'guid' && { contentAfter: <NewGuid onChange={onChange} /> })}
    />
  );
}

/** Which nothing an empty field holds; a field that must be filled says so beside its name. */
function placeholderOf(t: TFunction, { column, value }: Pick<ControlProps, 'column' | 'value'>): string {
  if (value === null) return column.nullable ? t('value.none') : '';
  return value === '' ? t('value.empty') : '';
}

function NewGuid({ onChange }: Pick<ControlProps, 'onChange'>): ReactElement {
  const { t } = useTranslation('data');
  return (
    <Tooltip content={t('edit.newGuid')} relationship="label">
      <Button
        appearance="transparent"
        size="small"
        icon={<ArrowClockwise16Regular />}
        onClick={() => onChange(crypto.randomUUID())}
      />
    </Tooltip>
  );
}

function YesNo({ column, value, label, describedBy, onChange }: ControlProps): ReactElement {
  const { t } = useTranslation('data');
  return (
    <RadioGroup
      layout="horizontal"
      aria-label={label}
      aria-describedby={describedBy}
      className={styles.yesNo ?? ''}
      value={typeof value === 'boolean' ? String(value) : value === null ? 'none' : ''}
      onChange={(_, data) => onChange(data.value === 'none' ? null : data.value === 'true')}
    >
      <Radio value="true" label={t('value.yes')} />
      <Radio value="false" label={t('value.no')} />
      {column.nullable && <Radio value="none" label={t('value.none')} />}
    </RadioGroup>
  );
}

function keyOf(column: WindowColumn, value: Value): JsonCell {
  if (typeof value !== 'string' || value === '') return null;
  return cellToJson(cellFromTyped(ruleColumn(column), value));
}

/** Browsers' own controls where they can hold the value whole; else its text. */
function nativeType({ type }: WindowColumn, text: string): 'text' | 'date' | 'datetime-local' | 'time' {
  if (type === 'date' && /^(\d{4}-\d{2}-\d{2})?$/.test(text)) return 'date';
  if (type === 'datetime' && /^(\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?)?$/.test(text)) return 'datetime-local';
  if (type === 'time' && /^(\d{2}:\d{2})?$/.test(text)) return 'time';
  return 'text';
}

function isLong({ type, maxLength }: WindowColumn, text: string): boolean {
  if (type !== 'text' && type !== 'chars' && type !== 'any') return false;
  return text.includes('\n') || text.length > 60 || maxLength > 200 || (maxLength <= 0 && text.length > 40);
}

function isNumber({ type }: WindowColumn): boolean {
  return !['text', 'char', 'chars', 'guid', 'datetime', 'instant', 'time', 'date', 'any'].includes(type);
}
