// The filtered history as a file: all of it, not only what the list has loaded (FD-07).

import { Button, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components';
import { ArrowExportLtr20Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallInput } from '../../main/window/contract.ts';
import { saveDownload } from '../bridge/save-download.ts';

type Filter = NonNullable<CallInput<'feed.exportPart'>['filter']>;
type Format = CallInput<'feed.exportPart'>['format'];

const formats: readonly Format[] = ['csv', 'ndjson'];

interface ExportMenuProps {
  readonly filter: Filter;
  /** How many sessions the file will hold. */
  readonly sessions: number;
}

/** The menu: a format writes the file. */
export function ExportMenu({ filter, sessions }: ExportMenuProps): ReactElement {
  const { t } = useTranslation('feed');
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button appearance="subtle" size="small" icon={<ArrowExportLtr20Regular />} disabledFocusable={sessions === 0}>
          {t('export.name')}
        </Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {formats.map((format) => (
            <MenuItem key={format} onClick={() => saveDownload('feed', { filter, format })}>
              {t(`export.${format}`, { count: sessions })}
            </MenuItem>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
