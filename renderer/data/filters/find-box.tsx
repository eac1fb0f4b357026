// The search field: it follows the typing with a short pause; `/` leads to it from anywhere (PD-04, AX-01).

import { Button, Input } from '@fluentui/react-components';
import { Dismiss12Regular, Search16Regular } from '@fluentui/react-icons';
import { useEffect, useEffectEvent, useState, type ReactElement, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { KeyHint } from '../../parts/key-hint.tsx';
import styles from './filters.module.css';

const pauseMs = 250;

interface FindBoxProps {
  readonly text: string;
  readonly label: string;
  readonly findRef: Ref<HTMLInputElement>;
  readonly onChange: (text: string) => void;
  /** Down and Enter lead to the rows. */
  readonly onLeave: () => void;
}

/** The field. */
export function FindBox({ text, label, findRef, onChange, onLeave }: FindBoxProps): ReactElement {
  const { t } = useTranslation('data');
  const [typed, setTyped] = useState(text);
  const [known, setKnown] = useState(text);
  if (known !== text) {
    setKnown(text);
    if (text.trim() !== typed.trim()) setTyped(text);
  }
  const tell = useEffectEvent(() => typed !== text && onChange(typed));
  useEffect(() => {
    const timer = setTimeout(() => tell(), pauseMs);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <Input
      ref={findRef}
      className={styles.find ?? ''}
      size="small"
      value={typed}
      placeholder={label}
      aria-label={label}
      contentBefore={<Search16Regular />}
      contentAfter={
        typed === '' ? (
          <KeyHint keys="/" />
        ) : (
          <Button
            appearance="transparent"
            size="small"
            icon={<Dismiss12Regular />}
            aria-label={t('find.clear')}
            onClick={() => setTyped('')}
          />
        )
      }
      onChange={(_, data) => setTyped(data.value)}
      onKeyDown={(event) => {
        if (event.key === 'ArrowDown' || event.key === 'Enter') {
          if (typed !== text) onChange(typed);
          onLeave();
        } else if (event.key === 'Escape' && typed !== '') setTyped('');
        else if (event.key === 'Escape') onLeave();
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    />
  );
}
