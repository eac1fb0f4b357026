// What a record waits for, as icon and word (PD-06, parts.html). A conflict's badge is the way to it.

import { Tooltip } from '@fluentui/react-components';
import {
  ArrowUpload16Regular,
  BranchFork16Regular,
  LockClosed16Regular,
  Pause16Regular,
  Prohibited16Regular,
  Star16Regular,
} from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { routeAddress } from '../app/routes.ts';
import type { Badge } from './data-table.ts';
import styles from './sync-badge.module.css';

const looks: Readonly<Record<Badge, { readonly icon: ReactElement; readonly tone: string | undefined }>> = {
  new: { icon: <Star16Regular />, tone: undefined },
  waiting: { icon: <ArrowUpload16Regular />, tone: undefined },
  conflict: { icon: <BranchFork16Regular />, tone: styles.needs },
  parked: { icon: <Pause16Regular />, tone: undefined },
  'local-only': { icon: <LockClosed16Regular />, tone: styles.line },
  'not-sent': { icon: <Prohibited16Regular />, tone: styles.line },
};

interface SyncBadgeProps {
  readonly badge: Badge;
  /** The number of its open conflict. */
  readonly conflict: number | null;
  /** In a row that is walked by arrow keys the link is no stop of its own. */
  readonly inGrid?: boolean;
}

/** The badge. */
export function SyncBadge({ badge, conflict, inGrid }: SyncBadgeProps): ReactElement {
  const { t } = useTranslation('data');
  const { icon, tone } = looks[badge];
  const look = `${styles.badge} ${tone ?? ''}`;
  return (
    <Tooltip content={t(`badge.${badge}Tip`)} relationship="description">
      {badge === 'conflict' && conflict !== null ? (
        <a
          className={look}
          href={routeAddress({ screen: 'conflicts', path: [String(conflict)] })}
          data-badge={badge}
          {...(inGrid && { tabIndex: -1 })}
          onClick={(event) => event.stopPropagation()}
        >
          {icon}
          {t(`badge.${badge}`)}
        </a>
      ) : (
        <span className={look} data-badge={badge}>
          {icon}
          {t(`badge.${badge}`)}
        </span>
      )}
    </Tooltip>
  );
}
