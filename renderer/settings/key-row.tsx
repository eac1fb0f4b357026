// One step and its key: pressed, it waits for another key; Esc, Tab or a step aside leave it as it is (AX-01).

import { useId, useState, type KeyboardEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { KeyHint } from '../parts/key-hint.tsx';
import { keyLabel, pressedKey, type KeyLine } from '../parts/keys.ts';
import styles from './settings.module.css';

interface KeyRowProps {
  readonly line: KeyLine;
  readonly name: string;
  /** The table's own key, where it is another one. */
  readonly given: string | null;
  /** Why the key that was pressed last is refused. */
  readonly refused: string | null;
  readonly onStart: () => void;
  readonly onChoose: (key: string) => void;
}

/** The row. */
export function KeyRow({ line, name, given, refused, onStart, onChoose }: KeyRowProps): ReactElement {
  const { t } = useTranslation('settings');
  const [isWaiting, setWaiting] = useState(false);
  const told = useId();
  const listen = (event: KeyboardEvent): void => {
    if (!isWaiting) return;
    if (event.key === 'Tab') return setWaiting(false);
    event.preventDefault();
    // No screen may take the key that is being chosen.
    event.stopPropagation();
    const key = pressedKey(event);
    if (event.repeat || key === null) return;
    setWaiting(false);
    if (key !== 'Escape') onChoose(key);
  };
  const label = line.keys.map(keyLabel).join(' ');
  return (
    <div>
      <dt>
        {line.isFixed ? (
          line.keys.map((key) => <KeyHint key={key} keys={keyLabel(key)} isSpoken />)
        ) : (
          <button
            type="button"
            className={styles.keyButton}
            aria-label={isWaiting ? t('keyboard.press') : t('keyboard.change', { step: name, key: label })}
            aria-describedby={refused === null ? undefined : told}
            onClick={() => {
              onStart();
              setWaiting(true);
            }}
            onKeyDown={listen}
            onBlur={() => setWaiting(false)}
          >
            {isWaiting ? t('keyboard.press') : label}
          </button>
        )}
      </dt>
      <dd>
        {name}
        {line.isFixed && <span className="quiet"> · {t('keyboard.fixed')}</span>}
        {given !== null && (
          <button
            type="button"
            className={styles.keyReset}
            aria-label={t('keyboard.resetStep', { step: name, key: keyLabel(given) })}
            onClick={() => onChoose(given)}
          >
            {t('keyboard.reset')}
          </button>
        )}
        {refused !== null && (
          <p id={told} className={styles.keyRefused}>
            {refused}
          </p>
        )}
      </dd>
    </div>
  );
}
