// One column being edited: its control, whether it was changed, and what is wrong with it (PD-05).

import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { WindowColumn } from '../../format/cells.ts';
import { titleOf, type JsonCell } from '../data-table.ts';
import { ValueWords } from '../card/value-words.tsx';
import { Control } from './control.tsx';
import { holdsWords, type FieldState, type Value } from './draft.ts';
import { LinkButton } from '../../parts/link-button.tsx';
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
  /** Something was typed here. */
  readonly isTouched: boolean;
  readonly onType: (value: Value) => void;
  readonly onTakeBack: () => void;
}

/** The field. */
export function Field(props: FieldProps): ReactElement {
  const { column, state, seen, seenName, fault, isLocked, isTouched, onType, onTakeBack } = props;
  const { t } = useTranslation('data');
  const title = titleOf(column);
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
            <LinkButton onClick={onTakeBack}>{t('edit.takeBack')}</LinkButton>
          </p>
        )}
        {!isLocked && <Nothing column={column} value={state.value} isTouched={isTouched} onType={onType} />}
      </div>
    </div>
  );
}

/** Empty text and no value look alike in a field: it says which it is, and offers the other. */
function Nothing({ column, value, isTouched, onType }: NothingProps): ReactElement | null {
  const { t } = useTranslation('data');
  const isEmpty = value === '';
  if (!holdsWords(column) || !column.nullable || !(isEmpty || (value === null && isTouched))) return null;
  return (
    <p className="caption">
      <i>{t(isEmpty ? 'value.empty' : 'value.none')}</i>{' '}
      <LinkButton onClick={() => onType(isEmpty ? null : '')}>
        {t(isEmpty ? 'edit.makeNone' : 'edit.makeEmpty')}
      </LinkButton>
    </p>
  );
}

interface NothingProps {
  readonly column: WindowColumn;
  readonly value: Value;
  readonly isTouched: boolean;
  readonly onType: (value: Value) => void;
}
