// The whole record from one side, or merged by column; and whether base is shown.

import { Button, Tooltip } from '@fluentui/react-components';
import { Merge16Regular } from '@fluentui/react-icons';
import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { KeyHint } from '../../parts/key-hint.tsx';
import { SideShape } from '../../parts/side-shape.tsx';
import { useCompareScope } from './context.ts';
import type { Draft } from './draft.ts';
import styles from './pane.module.css';

interface WholeRecordProps {
  readonly draft: Draft;
  readonly onKeep: (side: Draft['whole']) => void;
  readonly children: ReactNode;
}

/** The row of tools above the comparison. */
export function WholeRecord({ draft, onKeep, children }: WholeRecordProps): ReactElement {
  const { t } = useTranslation('conflicts');
  return (
    <div className={styles.tools}>
      <div className={styles.segments} role="group" aria-label={t('whole.label')}>
        <Tooltip content={`${t('keys.wholeMine')} · Shift+←`} relationship="description">
          <button type="button" aria-pressed={draft.whole === 'mine'} onClick={() => onKeep('mine')}>
            <SideShape side="mine" /> {t('whole.mine')}
          </button>
        </Tooltip>
        <Tooltip content={`${t('keys.wholeTheirs')} · Shift+→`} relationship="description">
          <button type="button" aria-pressed={draft.whole === 'theirs'} onClick={() => onKeep('theirs')}>
            <SideShape side="theirs" /> {t('whole.theirs')}
          </button>
        </Tooltip>
        <button type="button" aria-pressed={draft.whole === null} onClick={() => onKeep(null)}>
          <Merge16Regular /> {t('whole.merge')}
        </button>
      </div>
      <span className={styles.grow} />
      {children}
    </div>
  );
}

/** Shows or hides base; nothing where there is none. */
export function BaseToggle({ onBase }: { readonly onBase: (shown: boolean) => void }): ReactElement | null {
  const { t } = useTranslation('conflicts');
  const { isBaseShown, prepared } = useCompareScope();
  if (!prepared.versions.base) return null;
  return (
    <Button appearance="subtle" className={styles.base ?? ''} onClick={() => onBase(!isBaseShown)}>
      {t(isBaseShown ? 'whole.hideBase' : 'whole.showBase')} <KeyHint keys="B" />
    </Button>
  );
}
