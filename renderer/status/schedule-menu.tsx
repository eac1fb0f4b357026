// The schedule in words, and the choice of another one: how often, and whether a change here starts a session (SC-01, SC-04).

import {
  Button,
  Menu,
  MenuDivider,
  MenuItemCheckbox,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from '@fluentui/react-components';
import { ChevronDown12Regular } from '@fluentui/react-icons';
import type { TFunction } from 'i18next';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../bridge/use-act.ts';
import type { Status } from '../bridge/use-status.ts';
import { spanText } from '../format/times.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import styles from './status.module.css';

/** Minutes (SC-01). */
const intervals = [5, 10, 15, 30, 60, 120, 240, 480, 720, 1440];
const byHand = 'by-hand';

interface ScheduleMenuProps {
  readonly status: Status;
  readonly readOnly: boolean;
}

/** The schedule. */
export function ScheduleMenu({ status, readOnly }: ScheduleMenuProps): ReactElement {
  const { t } = useTranslation('status');
  const configure = useAct('agent.configure');
  const { intervalMinutes, onChange } = status;
  if (readOnly) return <ScheduleWords status={status} />;
  const choose = (name: string, items: readonly string[]): void => {
    if (name === 'change') return void configure.run({ onChange: items.length > 0 });
    const [item] = items;
    void configure.run({ intervalMinutes: item === undefined || item === byHand ? null : Number(item) });
  };
  return (
    <>
      <Menu
        checkedValues={{ every: [String(intervalMinutes ?? byHand)], change: onChange ? ['change'] : [] }}
        onCheckedValueChange={(_, { name, checkedItems }) => choose(name, checkedItems)}
      >
        <MenuTrigger disableButtonEnhancement>
          <Button
            appearance="transparent"
            size="small"
            className={styles.schedule}
            icon={<ChevronDown12Regular />}
            iconPosition="after"
            disabledFocusable={configure.busy}
          >
            <span>
              <ScheduleWords status={status} />
            </span>
          </Button>
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            {intervals.map((minutes) => (
              <MenuItemRadio key={minutes} name="every" value={String(minutes)}>
                {everyText(minutes, t)}
              </MenuItemRadio>
            ))}
            <MenuItemRadio name="every" value={byHand}>
              {t('sessions.byHand')}
            </MenuItemRadio>
            <MenuDivider />
            <MenuItemCheckbox name="change" value="change">
              {t('sessions.alsoOnChange')}
            </MenuItemCheckbox>
          </MenuList>
        </MenuPopover>
      </Menu>
      {configure.problem && <ProblemNote problem={configure.problem} onDismiss={configure.clear} />}
    </>
  );
}

function ScheduleWords({ status: { intervalMinutes, onChange } }: { readonly status: Status }): ReactElement {
  const { t } = useTranslation('status');
  return (
    <>
      {intervalMinutes === null ? t('sessions.byHand') : everyText(intervalMinutes, t)}
      {onChange && <span className="quiet"> {t('sessions.onChange')}</span>}
    </>
  );
}

function everyText(minutes: number, t: TFunction): string {
  return t('sessions.every', { span: spanText(minutes * 60_000) });
}
