// Keep one side for all that are shown: the exact number first, what it means on both sides, the safe choice in focus
// (RS-08, DESIGN, Sentences).

import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  DialogTrigger,
} from '@fluentui/react-components';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../bridge/use-act.ts';
import type { CallOutput } from '../../../main/window/contract.ts';
import { numberText } from '../../format/numbers.ts';
import { ProblemNote } from '../../parts/problem-note.tsx';
import { SideShape } from '../../parts/side-shape.tsx';
import type { InboxFilter } from './address.ts';
import { BulkOutcome } from './bulk-outcome.tsx';
import { LinkButton } from '../../parts/link-button.tsx';
import styles from './inbox.module.css';

/** What a step for many did. */
export type BulkDone = CallOutput<'conflicts.resolveAll'> & { readonly keep: 'mine' | 'theirs' };

interface BulkBarProps {
  readonly filter: InboxFilter;
  readonly mark: number;
  readonly count: number;
  readonly total: number;
  /** Lets go of what was picked; null = the step is for all that are shown. */
  readonly onClear: (() => void) | null;
  readonly onDone: (done: BulkDone) => void;
}

/** The bar under the list. */
export function BulkBar({ filter, mark, count, total, onClear, onDone }: BulkBarProps): ReactElement {
  const { t } = useTranslation('conflicts');
  const [keep, setKeep] = useState<'mine' | 'theirs' | null>(null);
  const caption = onClear ? 'bulk.captionPicked' : count === total ? 'bulk.captionAll' : 'bulk.caption';
  return (
    <div className={styles.bulk} role="group" aria-label={t('bulk.label')}>
      <p className="caption">
        {t(caption, { count, n: numberText(count) })}
        {onClear && <LinkButton onClick={onClear}>{t('bulk.clear')}</LinkButton>}
      </p>
      <div>
        {(['mine', 'theirs'] as const).map((side) => (
          <Button key={side} size="small" onClick={() => setKeep(side)}>
            <SideShape side={side} />
            {t(onClear ? `bulk.picked-${side}` : `bulk.keep-${side}`, { count, n: numberText(count) })}
          </Button>
        ))}
      </div>
      {keep && (
        <BulkDialog
          filter={filter}
          mark={mark}
          count={count}
          keep={keep}
          onDone={onDone}
          onClose={() => setKeep(null)}
        />
      )}
    </div>
  );
}

interface BulkDialogProps {
  readonly filter: InboxFilter;
  readonly mark: number;
  readonly count: number;
  readonly keep: 'mine' | 'theirs';
  readonly onDone: (done: BulkDone) => void;
  readonly onClose: () => void;
}

function BulkDialog({ filter, mark, count, keep, onDone, onClose }: BulkDialogProps): ReactElement {
  const { t } = useTranslation('conflicts');
  const act = useAct('conflicts.resolveAll');
  // What is asked about is what was shown when the dialog opened.
  const [asked] = useState(count);
  const [seen] = useState(mark);
  const words = { count: asked, n: numberText(asked) };
  const side = keep === 'mine' ? 'Mine' : 'Theirs';
  const decide = async (): Promise<void> => {
    const done = await act.run({ filter, keep, mark: seen });
    if (!done) return;
    onDone({ ...done, keep });
    onClose();
  };
  return (
    <Dialog open modalType="alert" onOpenChange={(_, data) => !data.open && !act.busy && onClose()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{t(`bulk.title${side}`, words)}</DialogTitle>
          <DialogContent>
            <BulkOutcome filter={filter} keep={keep} />
            {act.problem && <ProblemNote problem={act.problem} />}
          </DialogContent>
          <DialogActions>
            <DialogTrigger disableButtonEnhancement>
              <Button autoFocus disabled={act.busy}>
                {t('bulk.notNow')}
              </Button>
            </DialogTrigger>
            <Button appearance="primary" disabledFocusable={act.busy} onClick={() => void decide()}>
              {act.busy ? t('bulk.deciding', words) : t(`bulk.do${side}`, words)}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
