// Sync now, and beside it the two ways of reading everything anew; each says what it does before it is done (SC-03, SF-06).

import {
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  SplitButton,
  Tooltip,
  type MenuButtonProps,
} from '@fluentui/react-components';
import { ArrowDownload20Regular, ArrowSync20Regular, ArrowUpload20Regular } from '@fluentui/react-icons';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Act } from '../bridge/use-act.ts';
import type { Status } from '../bridge/use-status.ts';
import { ReadAnewDialog, type ReadAnew } from './read-anew-dialog.tsx';
import styles from './status.module.css';

interface SyncButtonProps {
  readonly status: Status;
  readonly start: Act<'sync.start'>;
}

/** The one filled button of the screen. */
export function SyncButton({ status, start }: SyncButtonProps): ReactElement {
  const { t } = useTranslation('status');
  const [asked, setAsked] = useState<ReadAnew | null>(null);
  const offline = status.offlineSince !== null;
  const off = offline || start.busy;
  const sync = (): void => void (off || start.run({}));
  return (
    <>
      <Menu positioning="below-end">
        <MenuTrigger disableButtonEnhancement>
          {(menu: MenuButtonProps) => (
            <Tooltip
              content={t(offline ? 'sync.offline' : 'sync.tip')}
              relationship="description"
              positioning="below-end"
              showDelay={800}
            >
              <SplitButton
                appearance="primary"
                icon={<ArrowSync20Regular />}
                disabledFocusable={off}
                menuButton={{ ...menu, 'aria-label': t('sync.more'), disabledFocusable: off }}
                primaryActionButton={{ onClick: sync }}
              >
                {t('sync.now')}
              </SplitButton>
            </Tooltip>
          )}
        </MenuTrigger>
        <MenuPopover className={styles.syncMenu}>
          <MenuList>
            <MenuItem icon={<ArrowSync20Regular />} subText={t('sync.tip')} onClick={sync}>
              {t('sync.now')}
            </MenuItem>
            {status.lastSuccess !== null && (
              <>
                <MenuItem
                  icon={<ArrowDownload20Regular />}
                  subText={t('anew.tip')}
                  onClick={() => setAsked('reinitialize')}
                >
                  {t('anew.item')}
                </MenuItem>
                <MenuItem
                  icon={<ArrowUpload20Regular />}
                  subText={t('anew.uploadTip')}
                  onClick={() => setAsked('reinitialize-with-upload')}
                >
                  {t('anew.uploadItem')}
                </MenuItem>
              </>
            )}
          </MenuList>
        </MenuPopover>
      </Menu>
      <ReadAnewDialog
        asked={asked}
        status={status}
        onClose={() => setAsked(null)}
        onGo={(type) => {
          setAsked(null);
          void start.run({ type });
        }}
      />
    </>
  );
}
