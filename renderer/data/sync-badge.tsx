// What a record waits for, as icon and word (PD-06, parts.html). The badge is the way to its conflict, or to the change that waits.

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
import { changesAddress } from '../app/addresses.ts';
import { routeAddress } from '../app/routes.ts';
import { plainText } from '../format/names.ts';
import type { Badge, JsonRecord } from './data-table.ts';
import styles from '../parts/badge.module.css';

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
  /** Its key: leads to it among the changes. */
  readonly record: JsonRecord;
  /** In a row that is walked by arrow keys the link is no stop of its own. */
  readonly inGrid?: boolean;
}

/** The badge. */
export function SyncBadge({ badge, conflict, record, inGrid }: SyncBadgeProps): ReactElement {
  const { t } = useTranslation('data');
  const { icon, tone } = looks[badge];
  const address = addressOf({ badge, conflict, record });
  const look = `${styles.badge} ${tone ?? ''}`;
  return (
    <Tooltip content={t(`badge.${badge}Tip`)} relationship="description">
      {address !== null ? (
        <a
          className={look}
          href={address}
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

/** Where the badge leads; null for what is never sent as it stands. */
function addressOf({ badge, conflict, record }: Pick<SyncBadgeProps, 'badge' | 'conflict' | 'record'>): string | null {
  if (badge === 'conflict')
    return conflict === null ? null : routeAddress({ screen: 'conflicts', path: [String(conflict)] });
  if (badge === 'local-only' || badge === 'not-sent') return null;
  return changesAddress({ text: Object.values(record).map(plainText).join(' ') });
}
