// The head of the screen: how much waits, what was reverted lately, and the one step that sends it (PD-02, PD-03).

import { Button, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger, Tooltip } from '@fluentui/react-components';
import { ArrowUndo16Regular, Send20Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Act } from '../bridge/use-act.ts';
import type { Status } from '../bridge/use-status.ts';
import { timeText } from '../format/times.ts';
import { waitingText } from '../format/waiting.ts';
import type { Counts } from './use-changes.ts';
import page from '../parts/page.module.css';

interface HeadProps {
  readonly counts: Counts;
  readonly status: Status | null;
  readonly start: Act<'sync.start'>;
  readonly isReadOnly: boolean;
  readonly onUndo: (no: number) => void;
}

/** The head. */
export function Head({ counts, status, start, isReadOnly, onUndo }: HeadProps): ReactElement {
  const { t } = useTranslation('changes');
  const { total, reverts } = counts;
  return (
    <div className={page.head}>
      <h1>{t('title')}</h1>
      {total.records > 0 && (
        <span className="quiet figure">
          {t('waitToBeSent', { count: total.changes, waiting: waitingText(t, total) })}
        </span>
      )}
      <span className={page.grow} />
      {!isReadOnly && reverts.length > 0 && <RevertedMenu reverts={reverts} onUndo={onUndo} />}
      {!isReadOnly && total.records > 0 && <SendButton counts={counts} status={status} start={start} />}
    </div>
  );
}

function RevertedMenu({
  reverts,
  onUndo,
}: { readonly reverts: Counts['reverts'] } & Pick<HeadProps, 'onUndo'>): ReactElement {
  const { t } = useTranslation('changes');
  return (
    <Menu positioning="below-end">
      <MenuTrigger disableButtonEnhancement>
        <Button icon={<ArrowUndo16Regular />}>{t('reverted.menu')}</Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {reverts.map(({ no, at, who, sent, ...count }) => (
            <MenuItem
              key={no}
              subText={t(sent > 0 ? 'reverted.bySent' : 'reverted.by', { who })}
              onClick={() => onUndo(no)}
            >
              {t('reverted.item', { time: timeText(at), waiting: waitingText(t, count) })}
            </MenuItem>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

function SendButton({ counts, status, start }: Pick<HeadProps, 'counts' | 'status' | 'start'>): ReactElement {
  const { t } = useTranslation('changes');
  const reason = blockedBy(counts, status);
  return (
    <Tooltip content={t(reason === null ? 'send.tip' : `send.${reason}`)} relationship="description">
      <Button
        appearance="primary"
        icon={<Send20Regular />}
        disabledFocusable={reason !== null || start.busy}
        onClick={() => void start.run({})}
      >
        {t('send.now')}
      </Button>
    </Tooltip>
  );
}

/** Why nothing can be sent now. */
function blockedBy(
  { total, groups }: Counts,
  status: Status | null,
): 'offline' | 'running' | 'held' | 'starting' | null {
  if (!status) return 'starting';
  if (status.offlineSince !== null) return 'offline';
  if (status.progress) return 'running';
  const isHeld = total.records > 0 && groups.length > 0 && groups.every(({ reason }) => reason !== 'next');
  return isHeld && groups.reduce((sum, group) => sum + group.records, 0) === total.records ? 'held' : null;
}
