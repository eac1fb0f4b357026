// The head of a group: why its changes wait, how many they are, and the way to what holds them (PD-02).

import { ChevronDown16Regular, ChevronRight16Regular } from '@fluentui/react-icons';
import type { ReactElement, Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { conflictsAddress, errorsAddress } from '../app/addresses.ts';
import { routeAddress } from '../app/routes.ts';
import type { Status } from '../bridge/use-status.ts';
import { recordTitle } from '../format/names.ts';
import { waitingText } from '../format/waiting.ts';
import { groupIcon, groupText } from './group-words.ts';
import type { Counts } from './use-changes.ts';
import styles from './list.module.css';

interface GroupRowProps {
  readonly group: Counts['groups'][number];
  readonly status: Status | null;
  readonly isOpen: boolean;
  readonly isActive: boolean;
  readonly at: number;
  readonly top: number;
  readonly rowRef: Ref<HTMLDivElement>;
  readonly onToggle: () => void;
  readonly onFocus: () => void;
}

/** The head. */
export function GroupRow(props: GroupRowProps): ReactElement {
  const { group, status, isOpen, isActive, at, top, rowRef, onToggle, onFocus } = props;
  const { t } = useTranslation('changes');
  const { reason } = group;
  const behindConflicts = reason === 'conflict' && countOf(group) > 0;
  return (
    <div ref={rowRef} data-index={at} role="row" aria-rowindex={at + 2} className={styles.group} style={{ top }}>
      <div role="gridcell" aria-colspan={9} aria-colindex={1} className={styles.groupCell}>
        <button
          type="button"
          data-row
          className={styles.fold}
          tabIndex={isActive ? 0 : -1}
          aria-expanded={isOpen}
          onClick={onToggle}
          onFocus={onFocus}
        >
          {isOpen ? <ChevronDown16Regular /> : <ChevronRight16Regular />}
          {groupIcon(reason, status)}
          <b>{groupText(t, reason, { status, count: countOf(group) })}</b>
        </button>
        {behindConflicts && <Conflicts group={group} tabIndex={isActive ? 0 : -1} />}
        {reason !== 'next' && !behindConflicts && (
          <a href={errorsAddress()} tabIndex={isActive ? 0 : -1}>
            {t('group.errors')}
          </a>
        )}
        <span className={`quiet figure ${styles.amount}`}>{waitingText(t, group)}</span>
      </div>
    </div>
  );
}

/** Of what the sentence speaks: conflicts, or records. */
function countOf({ reason, behind, more, records }: Counts['groups'][number]): number {
  return reason === 'conflict' ? behind.length + Number(more) : records;
}

function Conflicts({
  group,
  tabIndex,
}: {
  readonly group: Counts['groups'][number];
  readonly tabIndex: number;
}): ReactElement {
  const { t } = useTranslation('changes');
  return (
    <span className={styles.conflicts}>
      {group.behind.map(({ no, key }) => (
        <a key={no} href={routeAddress({ screen: 'conflicts', path: [String(no)] })} tabIndex={tabIndex}>
          {recordTitle(key, {}).id}
        </a>
      ))}
      {group.more && (
        <a href={conflictsAddress()} tabIndex={tabIndex}>
          {t('group.moreConflicts')}
        </a>
      )}
    </span>
  );
}
