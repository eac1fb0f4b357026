// The head of the pane: which record, its state, its place in the list, and the way to its neighbours.

import { Button, Tooltip } from '@fluentui/react-components';
import { ChevronDown20Regular, ChevronLeft16Regular, ChevronUp20Regular } from '@fluentui/react-icons';
import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { numberText } from '../../format/numbers.ts';
import { useKeyLabels } from '../../parts/own-keys.ts';
import { StateBadge } from '../state-badge.tsx';
import type { Detail } from './detail.ts';
import styles from './pane.module.css';

interface PaneHeadProps {
  readonly detail: Detail;
  readonly title: string;
  readonly isInList: boolean;
  /** Null where the list stands beside. */
  readonly onBack: (() => void) | null;
  readonly onOpen: (no: number) => void;
  /** Tools of the pane that have no row of their own. */
  readonly children: ReactNode;
}

/** The head. */
export function PaneHead({ detail, title, isInList, onBack, onOpen, children }: PaneHeadProps): ReactElement {
  const { t } = useTranslation('conflicts');
  const keys = useKeyLabels('conflicts');
  const { at, of, previous, next } = detail.place;
  return (
    <div className={styles.head}>
      {onBack && (
        <Tooltip content="Escape" relationship="description">
          <Button appearance="subtle" className={styles.back ?? ''} icon={<ChevronLeft16Regular />} onClick={onBack}>
            {t('pane.back')}
          </Button>
        </Tooltip>
      )}
      <h2 title={title} tabIndex={-1}>
        {title}
      </h2>
      <StateBadge state={detail.state} />
      <span className={styles.aside}>
        {children}
        {isInList && (
          <span className={`caption figure ${styles.place}`}>
            {t('pane.place', { at: numberText(at), of: numberText(of) })}
          </span>
        )}
        <span className={styles.steps}>
          <Step
            label={t('pane.previous')}
            keys={keys('previous')}
            icon={<ChevronUp20Regular />}
            to={previous}
            onOpen={onOpen}
          />
          <Step label={t('pane.next')} keys={keys('next')} icon={<ChevronDown20Regular />} to={next} onOpen={onOpen} />
        </span>
      </span>
    </div>
  );
}

interface StepProps {
  readonly label: string;
  readonly keys: string;
  readonly icon: ReactElement;
  readonly to: number | null;
  readonly onOpen: (no: number) => void;
}

function Step({ label, keys, icon, to, onOpen }: StepProps): ReactElement {
  return (
    <Tooltip content={`${label} · ${keys}`} relationship="label">
      <Button
        appearance="subtle"
        icon={icon}
        disabledFocusable={to === null}
        onClick={() => to !== null && onOpen(to)}
      />
    </Tooltip>
  );
}
