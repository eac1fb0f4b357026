// Before entries are deleted: the exact number, and what becomes of the unresolved ones (ER-10, D12). The safe choice has the
// focus.

import {
  Button,
  Checkbox,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  SpinButton,
} from '@fluentui/react-components';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallOutput } from '../../main/window/contract.ts';
import { useAct } from '../bridge/use-act.ts';
import { useRead } from '../bridge/use-read.ts';
import { ProblemText } from '../parts/problem-note.tsx';

interface CleanDialogProps {
  /** Null = of any age. */
  readonly days: number | null;
  readonly onClose: () => void;
  readonly onDone: (done: CallOutput<'errors.clean'>) => void;
}

/** The dialog. */
export function CleanDialog({ days: asked, onClose, onDone }: CleanDialogProps): ReactElement {
  const { t } = useTranslation('errors');
  const [days, setDays] = useState(asked);
  const [also, setAlso] = useState(false);
  const { value: counts } = useRead('errors.countClean', { days }, ['errors']);
  const clean = useAct('errors.clean');
  const resolved = counts?.resolved ?? 0;
  const unresolved = counts?.unresolved ?? 0;
  const expected = resolved + (also ? unresolved : 0);
  const go = async (): Promise<void> => {
    const done = await clean.run({ days, unresolved: also && unresolved > 0, expected });
    if (done) onDone(done);
  };
  return (
    <Dialog open onOpenChange={(_, { open }) => !open && onClose()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{t(days === null ? 'clean.all' : 'clean.older')}</DialogTitle>
          <DialogContent>
            {days !== null && (
              <Field label={t('clean.days')}>
                <SpinButton
                  value={days}
                  min={1}
                  max={3650}
                  incrementButton={{ 'aria-label': t('clean.more') }}
                  decrementButton={{ 'aria-label': t('clean.fewer') }}
                  onChange={(_, data) => {
                    const typed = data.value ?? Number(data.displayValue);
                    if (Number.isInteger(typed) && typed >= 1 && typed <= 3650) setDays(typed);
                  }}
                />
              </Field>
            )}
            <p role="status">{counts ? t('clean.resolved', { count: resolved }) : t('clean.counting')}</p>
            {unresolved > 0 && (
              <Checkbox
                checked={also}
                onChange={(_, data) => setAlso(data.checked === true)}
                label={t('clean.also', { count: unresolved })}
              />
            )}
            <p className="quiet">{t('clean.backUp')}</p>
            {clean.problem && <ProblemText problem={clean.problem} />}
          </DialogContent>
          <DialogActions>
            <Button onClick={onClose}>{t('clean.not')}</Button>
            <Button appearance="primary" disabledFocusable={expected === 0 || clean.busy} onClick={() => void go()}>
              {t('clean.go', { count: expected })}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
