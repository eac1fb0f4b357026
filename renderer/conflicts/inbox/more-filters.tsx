// The filters that are used less often: a column in conflict, how long ago, the exact state, the session (CF-05).

import { Menu, MenuItem, MenuItemRadio, MenuList, MenuPopover, MenuTrigger, Tooltip } from '@fluentui/react-components';
import { Add12Regular, Dismiss12Regular } from '@fluentui/react-icons';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../bridge/use-read.ts';
import { columnTitle } from '../../format/names.ts';
import { numberText } from '../../format/numbers.ts';
import { ages, tabStates, type InboxAddress } from './address.ts';
import { Chip } from '../../parts/chip.tsx';

interface MoreProps {
  readonly address: InboxAddress;
  readonly onChange: (address: InboxAddress) => void;
}

interface Group {
  readonly name: 'column' | 'age' | 'state' | 'session';
  readonly chosen: string;
  readonly items: readonly { readonly value: string; readonly text: string; readonly count?: number }[];
  choose(value: string): InboxAddress;
}

/** So many sessions are offered; any other one can be opened from the feed. */
const sessionsOffered = 20;

/** The chip with its menus. */
export function MoreChip({ address, onChange }: MoreProps): ReactElement {
  const { t } = useTranslation('conflicts');
  const [isOpen, setOpen] = useState(false);
  const groups = useGroups(address, isOpen);
  return (
    <Menu open={isOpen} onOpenChange={(_, data) => setOpen(data.open)}>
      <MenuTrigger disableButtonEnhancement>
        <Chip>
          <Add12Regular />
          {t('filter.more')}
        </Chip>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {groups.map((group) => (
            <Menu
              key={group.name}
              checkedValues={{ [group.name]: [group.chosen] }}
              onCheckedValueChange={(_, { checkedItems: [value = ''] }) => onChange(group.choose(value))}
            >
              <MenuTrigger disableButtonEnhancement>
                <MenuItem disabled={group.items.length === 0}>{t(`filter.by.${group.name}`)}</MenuItem>
              </MenuTrigger>
              <MenuPopover>
                <MenuList>
                  <MenuItemRadio name={group.name} value="">
                    {t(`filter.any.${group.name}`)}
                  </MenuItemRadio>
                  {group.items.map(({ value, text, count }) => (
                    <MenuItemRadio
                      key={value}
                      name={group.name}
                      value={value}
                      {...(count !== undefined && { secondaryContent: numberText(count) })}
                    >
                      {text}
                    </MenuItemRadio>
                  ))}
                </MenuList>
              </MenuPopover>
            </Menu>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

function useGroups(address: InboxAddress, isOpen: boolean): readonly Group[] {
  const { t } = useTranslation('conflicts');
  const { tab } = address;
  const facets = useRead('conflicts.facets', isOpen ? { tab } : null, ['conflicts']).value;
  const orNull = (value: string): string | null => (value === '' ? null : value);
  return [
    {
      name: 'column',
      chosen: address.column ?? '',
      items: (facets?.columns ?? []).map(({ name, count }) => ({ value: name, text: columnTitle(name), count })),
      choose: (value) => ({ ...address, column: orNull(value) }),
    },
    {
      name: 'age',
      chosen: address.age ?? '',
      items: ages.map((age) => ({ value: age, text: t(`filter.age.${age}`) })),
      choose: (value) => ({ ...address, age: ages.find((age) => age === value) ?? null }),
    },
    {
      name: 'state',
      chosen: address.state ?? '',
      items: tabStates[tab].map((state) => ({ value: state, text: t(`state.${state}`) })),
      choose: (value) => ({ ...address, state: tabStates[tab].find((state) => state === value) ?? null }),
    },
    {
      name: 'session',
      chosen: address.session === null ? '' : String(address.session),
      items: (facets?.sessions ?? [])
        .slice(0, sessionsOffered)
        .map(({ no, count }) => ({ value: String(no), text: t('filter.session', { no }), count })),
      choose: (value) => ({ ...address, session: value === '' ? null : Number(value) }),
    },
  ];
}

/** Those that are set, each with its way out. */
export function SetChips({ address, onChange }: MoreProps): ReactElement {
  const { t } = useTranslation('conflicts');
  const { column, age, state, session } = address;
  const set: readonly (readonly [string, InboxAddress])[] = [
    ...(column === null ? [] : [[columnTitle(column), { ...address, column: null }] as const]),
    ...(age === null ? [] : [[t(`filter.age.${age}`), { ...address, age: null }] as const]),
    ...(state === null ? [] : [[t(`state.${state}`), { ...address, state: null }] as const]),
    ...(session === null ? [] : [[t('filter.session', { no: session }), { ...address, session: null }] as const]),
  ];
  return (
    <>
      {set.map(([text, without]) => (
        <Tooltip key={text} content={t('filter.remove')} relationship="description">
          <Chip isOn onClick={() => onChange(without)}>
            <span className="cut">{text}</span>
            <Dismiss12Regular />
          </Chip>
        </Tooltip>
      ))}
    </>
  );
}
