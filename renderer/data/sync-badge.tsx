// What a record waits for, as icon and word (PD-06, ER-11, parts.html). The badge is the way to its conflict, to its error, or to
// the change that waits.

import { Tooltip } from '@fluentui/react-components';
import {
  ArrowUpload16Regular,
  BranchFork16Regular,
  ErrorCircle16Regular,
  LockClosed16Regular,
  Pause16Regular,
  Prohibited16Regular,
  Star16Regular,
} from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { changesAddress, errorAddress } from '../app/addresses.ts';
import { routeAddress } from '../app/routes.ts';
import { whatHappened } from '../errors/words.ts';
import { plainText } from '../format/names.ts';
import { plainText as plainRich } from '../format/rich.ts';
import type { Badge, JsonRecord, Refusal } from './data-table.ts';
import styles from '../parts/badge.module.css';

const looks: Readonly<Record<Badge | 'refused', { readonly icon: ReactElement; readonly tone: string | undefined }>> = {
  new: { icon: <Star16Regular />, tone: undefined },
  waiting: { icon: <ArrowUpload16Regular />, tone: undefined },
  conflict: { icon: <BranchFork16Regular />, tone: styles.needs },
  parked: { icon: <Pause16Regular />, tone: undefined },
  refused: { icon: <ErrorCircle16Regular />, tone: styles.needs },
  'local-only': { icon: <LockClosed16Regular />, tone: styles.line },
  'not-sent': { icon: <Prohibited16Regular />, tone: styles.line },
};

interface SyncBadgeProps {
  /** Null: nothing of it waits; then there is only what the hub has against it. */
  readonly badge: Badge | null;
  /** The number of its open conflict. */
  readonly conflict: number | null;
  /** What the hub has against it. */
  readonly refusal: Refusal | null;
  /** Its key: leads to it among the changes. */
  readonly record: JsonRecord;
  /** In a row that is walked by arrow keys the link is no stop of its own. */
  readonly inGrid?: boolean;
}

/** The badge. */
export function SyncBadge({ badge, conflict, refusal, record, inGrid }: SyncBadgeProps): ReactElement | null {
  const { t } = useTranslation('data');
  const { t: errorText } = useTranslation('errors');
  const shown = refusal && badge !== 'conflict' ? 'refused' : badge;
  if (shown === null) return null;
  const { icon, tone } = looks[shown];
  const address = addressOf({ badge, conflict, refusal, record });
  const look = `${styles.badge} ${tone ?? ''}`;
  return (
    <Tooltip
      content={t(`badge.${shown === 'refused' && refusal?.takenBack ? 'takenBack' : shown}Tip`, {
        refused: refusal ? plainRich(whatHappened(errorText, { ...refusal, side: 'hub' })) : '',
      })}
      relationship="description"
    >
      {address !== null ? (
        <a
          className={look}
          href={address}
          data-badge={shown}
          {...(inGrid && { tabIndex: -1 })}
          onClick={(event) => event.stopPropagation()}
        >
          {icon}
          {t(`badge.${shown}`)}
        </a>
      ) : (
        <span className={look} data-badge={shown}>
          {icon}
          {t(`badge.${shown}`)}
        </span>
      )}
    </Tooltip>
  );
}

/** Where the badge leads; null for what is never sent as it stands. */
function addressOf({
  badge,
  conflict,
  refusal,
  record,
}: Pick<SyncBadgeProps, 'badge' | 'conflict' | 'refusal' | 'record'>): string | null {
  if (badge === 'conflict')
    return conflict === null ? null : routeAddress({ screen: 'conflicts', path: [String(conflict)] });
  if (refusal) return errorAddress(refusal.no);
  if (badge === 'local-only' || badge === 'not-sent') return null;
  return changesAddress({ text: Object.values(record).map(plainText).join(' ') });
}
