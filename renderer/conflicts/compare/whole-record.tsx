// The whole record from one side, or merged by column; and whether base is shown.

import { Button, Tooltip } from '@fluentui/react-components';
import { Merge16Regular } from '@fluentui/react-icons';
import type { TFunction } from 'i18next';
import type { KeyboardEvent, ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { KeyHint } from '../../parts/key-hint.tsx';
import { useKeyLabels } from '../../parts/own-keys.ts';
import { SideShape } from '../../parts/side-shape.tsx';
import { useCompareScope } from './context.ts';
import type { Draft } from './draft.ts';
import styles from './pane.module.css';

interface WholeRecordProps {
  readonly draft: Draft;
  readonly onKeep: (side: Draft['whole']) => void;
  readonly children: ReactNode;
}

type Whole = 'wholeMine' | 'wholeTheirs';

const sides = ['mine', 'theirs', null] as const;

/** The row of tools above the comparison. */
export function WholeRecord({ draft, onKeep, children }: WholeRecordProps): ReactElement {
  const { t } = useTranslation('conflicts');
  const keys = useKeyLabels('conflicts');
  const move = (event: KeyboardEvent<HTMLElement>): void => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (by === 0 || event.shiftKey) return;
    event.preventDefault();
    const next = (sides.indexOf(draft.whole) + by + sides.length) % sides.length;
    onKeep(sides[next] ?? null);
    event.currentTarget.querySelectorAll('button')[next]?.focus();
  };
  return (
    <div className={styles.tools}>
      <div className={styles.segments} role="radiogroup" aria-label={t('whole.label')} onKeyDown={move}>
        {sides.map((side) => (
          <Tooltip key={String(side)} content={hintOf(t, side, keys)} relationship="description">
            <button
              type="button"
              role="radio"
              aria-checked={draft.whole === side}
              tabIndex={draft.whole === side ? 0 : -1}
              onClick={() => onKeep(side)}
            >
              {side === null ? <Merge16Regular /> : <SideShape side={side} />} {t(`whole.${side ?? 'merge'}`)}
            </button>
          </Tooltip>
        ))}
      </div>
      <span className={styles.grow} />
      {children}
    </div>
  );
}

function hintOf(t: TFunction, side: Draft['whole'], keys: (step: Whole) => string): string {
  if (side === null) return t('whole.mergeMore');
  const step: Whole = side === 'mine' ? 'wholeMine' : 'wholeTheirs';
  return `${t(`app:keys.conflicts.${step}`)} · ${keys(step)}`;
}

/** Shows or hides base; nothing where there is none. */
export function BaseToggle({ onBase }: { readonly onBase: (shown: boolean) => void }): ReactElement | null {
  const { t } = useTranslation('conflicts');
  const keys = useKeyLabels('conflicts');
  const { isBaseShown, prepared } = useCompareScope();
  if (!prepared.versions.base) return null;
  return (
    <Button appearance="subtle" className={styles.base ?? ''} onClick={() => onBase(!isBaseShown)}>
      {t(isBaseShown ? 'whole.hideBase' : 'whole.showBase')} <KeyHint keys={keys('base')} />
    </Button>
  );
}
