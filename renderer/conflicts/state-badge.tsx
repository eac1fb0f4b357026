// The state of a conflict as a badge: icon and word (CF-04, parts.html).

import {
  ArrowRepeatAll16Regular,
  ArrowUndo16Regular,
  Checkmark16Regular,
  Pause16Regular,
  PersonAlert16Regular,
  Send16Regular,
  ShieldCheckmark16Regular,
} from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntryState } from '../../main/sync/entry.ts';
import styles from '../parts/badge.module.css';

const looks: Readonly<Record<EntryState, { readonly icon: ReactElement; readonly tone: string | undefined }>> = {
  undecided: { icon: <PersonAlert16Regular />, tone: styles.needs },
  reopened: { icon: <ArrowRepeatAll16Regular />, tone: styles.needs },
  decided: { icon: <Checkmark16Regular />, tone: undefined },
  sent: { icon: <Send16Regular />, tone: undefined },
  confirmed: { icon: <ShieldCheckmark16Regular />, tone: styles.done },
  undone: { icon: <ArrowUndo16Regular />, tone: undefined },
  parked: { icon: <Pause16Regular />, tone: undefined },
};

/** The badge; `bare` = without ground, for rows. */
export function StateBadge({ state, bare }: { readonly state: EntryState; readonly bare?: boolean }): ReactElement {
  const { t } = useTranslation('conflicts');
  const { icon, tone } = looks[state];
  return (
    <span className={`${styles.badge} ${tone ?? ''} ${bare ? styles.bare : ''}`} data-state={state}>
      {icon}
      {t(`state.${state}`)}
    </span>
  );
}
