// One column being edited: its control, whether it was changed, and what is wrong with it (PD-05).

import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { WindowColumn } from '../../format/cells.ts';
import { columnTitle } from '../../format/names.ts';
import type { JsonCell } from '../data-table.ts';
import { ValueWords } from '../card/value-words.tsx';
import { Control } from './control.tsx';
import { holdsWords, type FieldState, type Value } from './draft.ts';
import styles from './edit.module.css';

interface FieldProps {
  readonly column: WindowColumn;
  readonly state: FieldState;
  /** The cell as it was seen; undefined for a new record. */
  readonly seen: JsonCell | undefined;
  /** What the seen cell points to is called. */
  readonly seenName: string | null;
  /** What is wrong, of the value or said by the engine; null = nothing to say yet. */
  readonly fault: string | null;
  readonly isLocked: boolean;
  readonly onType: (value: Value) => void;
  readonly onTakeBack: () => void;
}

/** The field. */
export function Field(props: FieldProps): ReactElement {
  const { column, state, seen, seenName, fault, isLocked, onType, onTakeBack } = props;
  const { t } = useTranslation('data');
  const title = columnTitle(column.name);
  const id = `data-field-${column.name}`;
  const note = `${id}-note`;
  const isSeenValue = seen !== undefined && !state.isChanged;
  return (
    <div
      className={`${styles.field} ${state.isChanged && seen !== undefined ? styles.changed : ''}`}
      data-column={column.name}
    >
      <label htmlFor={id} className={styles.label}>
        {title}
        {!column.nullable && !isLocked && (
          <span className={styles.required} title={t('edit.required')}>
            {' *'}
            <span className="spoken">{t('edit.required')}</span>
          </span>
        )}
      </label>
      {isLocked ? (
        <p className={styles.locked}>
          <ValueWords column={column} cell={seen} name={seenName} />{' '}
          <span className="caption">{t('edit.keyStays')}</span>
        </p>
      ) : (
        <Control
          column={column}
          value={state.value}
          id={id}
          label={column.nullable ? title : t('edit.requiredLabel', { column: title })}
          name={isSeenValue ? seenName : null}
          isFaulty={fault !== null}
          describedBy={note}
          onChange={onType}
        />
      )}
      <div id={note} className={styles.note}>
        {fault !== null && (
          <p className={styles.fault} role="alert">
            {fault}
          </p>
        )}
        {state.isChanged && seen !== undefined && (
          <p className="caption">
            {t('edit.was')}{' '}
            <s>
              <ValueWords column={column} cell={seen} name={seenName} short />
            </s>{' '}
            <button type="button" className={styles.link} onClick={onTakeBack}>
              {t('edit.takeBack')}
            </button>
          </p>
        )}
        <Nothing column={column} value={state.value} onType={onType} isLocked={isLocked} />
      </div>
    </div>
  );
}

/** Empty text and no value look alike in a field: it says which it is, and offers the other. */
function Nothing({
  column,
  value,
  isLocked,
  onType,
}: Pick<FieldProps, 'column' | 'onType' | 'isLocked'> & { readonly value: Value }): ReactElement | null {
  const { t } = useTranslation('data');
  if (isLocked || !holdsWords(column) || !column.nullable || (value !== null && value !== '')) return null;
  return (
    <p className="caption">
      <i>{t(value === null ? 'value.none' : 'value.empty')}</i>{' '}
      <button type="button" className={styles.link} onClick={() => onType(value === null ? '' : null)}>
        {t(value === null ? 'edit.makeEmpty' : 'edit.makeNone')}
      </button>
    </p>
  );
}
