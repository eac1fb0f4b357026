// The search field: it follows the typing with a short pause; its key leads to it from anywhere (PD-04, CF-05, AX-01).

import { Button, Input } from '@fluentui/react-components';
import { Dismiss12Regular, Search16Regular } from '@fluentui/react-icons';
import { useEffect, useEffectEvent, useState, type ReactElement, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { KeyHint } from './key-hint.tsx';
import type { KeyPlace } from './keys.ts';
import { useKeyLabels } from './own-keys.ts';

const pauseMs = 250;

interface FindBoxProps {
  /** Where it is: its key leads to the field. */
  readonly place: Exclude<KeyPlace, 'frame'>;
  readonly text: string;
  readonly label: string;
  readonly className: string;
  readonly findRef: Ref<HTMLInputElement>;
  readonly onChange: (text: string) => void;
  /** Down, Enter and a second Escape lead to the rows; without it Escape leaves the field. */
  readonly onLeave?: () => void;
}

/** The field. */
export function FindBox({ place, text, label, className, findRef, onChange, onLeave }: FindBoxProps): ReactElement {
  const { t } = useTranslation('app');
  const keys = useKeyLabels(place);
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
      className={className}
      size="small"
      value={typed}
      placeholder={label}
      aria-label={label}
      contentBefore={<Search16Regular />}
      contentAfter={
        typed === '' ? (
          <KeyHint keys={keys('find')} />
        ) : (
          <Button
            appearance="transparent"
            size="small"
            icon={<Dismiss12Regular />}
            aria-label={t('clearSearch')}
            onClick={() => setTyped('')}
          />
        )
      }
      onChange={(_, data) => setTyped(data.value)}
      onKeyDown={(event) => {
        const leaves = event.key === 'ArrowDown' || event.key === 'Enter';
        if (leaves && onLeave) {
          if (typed !== text) onChange(typed);
          onLeave();
        } else if (event.key !== 'Escape') return;
        else if (typed !== '') setTyped('');
        else if (onLeave) onLeave();
        else event.currentTarget.blur();
        event.preventDefault();
        event.stopPropagation();
      }}
    />
  );
}
