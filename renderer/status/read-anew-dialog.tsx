// Before everything is read anew: what will happen to the tables and to what waits. The safe choice has the focus (SF-06).

import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
} from '@fluentui/react-components';
import type { ReactElement } from 'react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Status } from '../bridge/use-status.ts';
import { richText, type Rich } from '../format/rich.ts';
import { waitingText } from '../format/waiting.ts';
import { RichText } from '../parts/rich-text.tsx';

/** The two ways of reading everything anew. */
export type ReadAnew = 'reinitialize' | 'reinitialize-with-upload';

interface ReadAnewDialogProps {
  /** Null = closed. */
  readonly asked: ReadAnew | null;
  readonly status: Status;
  onClose(): void;
  onGo(type: ReadAnew): void;
}

/** Tells the outcome and asks. */
export function ReadAnewDialog({ asked, status, onClose, onGo }: ReadAnewDialogProps): ReactElement {
  const { t } = useTranslation('status');
  const name = asked === 'reinitialize-with-upload' ? 'upload' : 'plain';
  return (
    <Dialog open={asked !== null} onOpenChange={(_, { open }) => !open && onClose()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{t(`anew.${name}.title`)}</DialogTitle>
          <DialogContent>
            {outcomeOf(status, name, t).map((sentence, at) => (
              <p key={at}>
                <RichText text={sentence} />
              </p>
            ))}
          </DialogContent>
          <DialogActions>
            <Button onClick={onClose}>{t('anew.not')}</Button>
            <Button appearance="primary" onClick={() => asked && onGo(asked)}>
              {t(`anew.${name}.go`, { count: status.tables.length })}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

function outcomeOf(status: Status, name: 'plain' | 'upload', t: TFunction): readonly Rich[] {
  const waits = status.waiting.records > 0 ? 'waits' : 'nothingWaits';
  return [
    richText(t, `anew.${name}.what`, { count: status.tables.length }),
    richText(t, `anew.${name}.${waits}`, {
      count: status.waiting.changes,
      waiting: waitingText(t, status.waiting),
    }),
    ...(status.undecided > 0 ? [richText(t, 'anew.undecided', { count: status.undecided })] : []),
  ];
}
