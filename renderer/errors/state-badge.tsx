// The state of an error as a badge: icon and word.

import { CheckmarkCircle16Regular, ErrorCircle16Regular, Pause16Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Line } from './use-errors.ts';
import badge from '../parts/badge.module.css';
import styles from './list.module.css';

const looks: Readonly<Record<Line['state'], { readonly icon: ReactElement; readonly tone: string | undefined }>> = {
  open: { icon: <ErrorCircle16Regular />, tone: styles.bad },
  parked: { icon: <Pause16Regular />, tone: undefined },
  resolved: { icon: <CheckmarkCircle16Regular />, tone: badge.done },
};

/** The badge. */
export function StateBadge({ state }: { readonly state: Line['state'] }): ReactElement {
  const { t } = useTranslation('errors');
  const { icon, tone } = looks[state];
  return (
    <span className={`${badge.badge} ${tone ?? ''}`} data-state={state}>
      {icon}
      {t(`state.${state}`)}
    </span>
  );
}
