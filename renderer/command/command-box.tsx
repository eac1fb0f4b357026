// The command box in the title bar: the field that its key opens from anywhere, and gives the focus back when it closes.

import { Search16Regular } from '@fluentui/react-icons';
import { Tooltip } from '@fluentui/react-components';
import { useEffect, useRef, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Status } from '../bridge/use-status.ts';
import { KeyHint } from '../parts/key-hint.tsx';
import { pressedKey, stepOf } from '../parts/keys.ts';
import { useKeyLabels, useOwnKeys } from '../parts/own-keys.ts';
import { CommandList } from './command-list.tsx';
import styles from './command.module.css';

interface CommandBoxProps {
  readonly status: Status | null;
  readonly readOnly: boolean;
}

/** The field at rest, and the list over everything else while it is open. */
export function CommandBox({ status, readOnly }: CommandBoxProps): ReactElement {
  const { t } = useTranslation('command');
  const own = useOwnKeys();
  const key = useKeyLabels('frame')('command');
  const [isOpen, setOpen] = useState(false);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || stepOf('frame', own, pressedKey(event) ?? '') !== 'command') return;
      event.preventDefault();
      // Another question stands open: it is answered first.
      if (document.querySelector('[role="alertdialog"], [role="dialog"][aria-modal="true"]')) return;
      setOpen((now) => !now);
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [own]);
  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
  }, [isOpen]);
  return (
    <>
      <Tooltip content={t('tip', { key })} relationship="description" positioning="below" showDelay={800}>
        <button
          type="button"
          className={styles.field}
          aria-haspopup="dialog"
          aria-keyshortcuts={key.replace('Ctrl', 'Control')}
          onClick={() => setOpen(true)}
        >
          <Search16Regular />
          <span className={styles.words}>{t('label')}</span>
          <span className={styles.key}>
            <KeyHint keys={key} />
          </span>
        </button>
      </Tooltip>
      {isOpen && (
        <dialog
          ref={dialog}
          className={styles.box}
          aria-label={t('label')}
          onClose={() => setOpen(false)}
          // A press beside the box closes it, as with every layer.
          onPointerDown={(event) => event.target === event.currentTarget && event.currentTarget.close()}
        >
          <CommandList status={status} readOnly={readOnly} onClose={() => dialog.current?.close()} />
        </dialog>
      )}
    </>
  );
}
