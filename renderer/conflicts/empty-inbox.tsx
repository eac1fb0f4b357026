// Why nothing is shown, what comes here, and one step (DESIGN, Empty).

import { Button } from '@fluentui/react-components';
import { CheckmarkCircle32Regular, Filter32Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { columnTitle, tableTitle } from '../format/names.ts';
import { numberText } from '../format/numbers.ts';
import { EmptyState } from '../parts/empty-state.tsx';
import { isFiltered, unfiltered, type InboxAddress, type Tab } from './inbox/address.ts';
import type { InboxList } from './inbox/use-inbox.ts';

interface EmptyInboxProps {
  readonly address: InboxAddress;
  readonly list: InboxList;
  readonly onChange: (address: InboxAddress) => void;
}

/** The empty list in words. */
export function EmptyInbox({ address, list, onChange }: EmptyInboxProps): ReactElement {
  const { t } = useTranslation('conflicts');
  const { tab } = address;
  const total = list.counts?.[tab] ?? 0;
  if (isFiltered(address) && total > 0) {
    const filters = [
      ...(address.table ? [tableTitle(address.table)] : []),
      ...(address.type === null ? [] : [t(`type.${address.type}`)]),
      ...(address.column === null ? [] : [columnTitle(address.column)]),
      ...(address.age === null ? [] : [t(`filter.age.${address.age}`)]),
      ...(address.state === null ? [] : [t(`state.${address.state}`)]),
      ...(address.session === null ? [] : [t('filter.session', { no: address.session })]),
      ...(address.text.trim() === '' ? [] : [t('empty.text', { text: address.text.trim() })]),
    ].join(' · ');
    return (
      <EmptyState
        icon={<Filter32Regular />}
        title={t('empty.none', { count: total, n: numberText(total) })}
        text={t('empty.noneMore', { filters })}
      >
        <Button onClick={() => onChange(unfiltered(address))}>{t('filter.clear')}</Button>
      </EmptyState>
    );
  }
  const other = elsewhere(tab, list);
  return (
    <EmptyState icon={<CheckmarkCircle32Regular />} title={t(`empty.${tab}`)} text={t(`empty.${tab}More`)}>
      {other && (
        <Button onClick={() => onChange({ ...unfiltered(address), no: null, tab: other })}>
          {t(`empty.see${other.charAt(0).toUpperCase()}${other.slice(1)}`)}
        </Button>
      )}
    </EmptyState>
  );
}

/** Where there is something to see. */
function elsewhere(tab: Tab, { counts }: InboxList): 'undecided' | 'decided' | 'confirmed' | null {
  const order = ['undecided', 'decided', 'confirmed'] as const;
  return order.find((item) => item !== tab && (counts?.[item] ?? 0) > 0) ?? null;
}
