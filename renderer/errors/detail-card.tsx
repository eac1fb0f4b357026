// One error opened: what happened, what to do and who can, and the details for support (ER-05, ER-08, ER-09).

import { Button, Tooltip } from '@fluentui/react-components';
import {
  ArrowCounterclockwise16Regular,
  Dismiss16Regular,
  Edit16Regular,
  Link16Regular,
  Person16Regular,
} from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { conflictAddress, recordAddress } from '../app/addresses.ts';
import { keyText } from '../data/record-key.ts';
import { recordNoun, recordTitle, tableTitle } from '../format/names.ts';
import { timeText } from '../format/times.ts';
import { KeyHint } from '../parts/key-hint.tsx';
import { useKeyLabels } from '../parts/own-keys.ts';
import { RichText } from '../parts/rich-text.tsx';
import { CopyMenu } from './copy-menu.tsx';
import { StateBadge } from './state-badge.tsx';
import { Support } from './support.tsx';
import { ValueTable } from './value-table.tsx';
import type { Correction } from './use-correction.ts';
import type { Detail } from './use-errors.ts';
import { titleOf, whatHappened, whatToDo } from './words.ts';
import styles from './detail.module.css';

interface DetailCardProps {
  readonly detail: Detail;
  readonly user: string;
  readonly now: Date;
  readonly correction: Correction;
  /** Null where nothing may be changed here. */
  readonly onRetry: (() => void) | null;
  readonly isBusy: boolean;
  readonly onClose: () => void;
}

/** The card. */
export function DetailCard(props: DetailCardProps): ReactElement {
  const { detail, now, onClose } = props;
  const { t } = useTranslation('errors');
  const { title, id } = titleOf(detail);
  return (
    <section className={styles.card} aria-label={t('detail.label')} data-part="detail">
      <header className={styles.top}>
        <h2 className="cut" title={title}>
          {title}
        </h2>
        <StateBadge state={detail.state} />
        <span className={`quiet cut ${styles.about}`}>
          {[tableTitle(detail.table), id].filter(Boolean).join(' · ')}
          {', '}
          {t(`detail.failed.${detail.side}`, { time: timeText(detail.lastAt, now) })}
        </span>
        <a href={recordAddress(detail.table, keyText(detail.key))}>{t('detail.record')}</a>
        <CopyMenu detail={detail} />
        <Tooltip content={t('detail.close')} relationship="label">
          <Button appearance="subtle" size="small" icon={<Dismiss16Regular />} onClick={onClose} />
        </Tooltip>
      </header>
      <div className={styles.columns}>
        <div>
          <h3>{t('detail.what')}</h3>
          <p>
            <RichText text={whatHappened(t, detail)} /> {t(`kept.${keptOf(detail)}`)}
          </p>
          <ValueTable detail={detail} correction={props.correction} />
        </div>
        <ToDo {...props} />
        <Support detail={detail} user={props.user} now={now} />
      </div>
    </section>
  );
}

function keptOf({ state, outcome, side, takenBackAt }: Detail): string {
  if (state === 'resolved') return outcome ?? 'accepted';
  return takenBackAt === null ? side : 'takenBack';
}

function ToDo({ detail, correction, onRetry, isBusy }: DetailCardProps): ReactElement {
  const { t } = useTranslation('errors');
  const keys = useKeyLabels('errors');
  const isOver = detail.state === 'resolved';
  return (
    <div>
      <h3>{t('detail.todo')}</h3>
      <p>{isOver ? t('do.over') : whatToDo(t, detail)}</p>
      {!isOver && (
        <p className={styles.fact}>
          <Person16Regular />
          {t(`detail.fixer.${detail.fixer}`)}
        </p>
      )}
      {!isOver && <Behind detail={detail} />}
      {detail.conflict !== null && (
        <p className={styles.fact}>
          <Link16Regular />
          <a href={conflictAddress(detail.conflict)}>{t('detail.conflict')}</a>
        </p>
      )}
      {onRetry && !isOver && (
        <div className={styles.acts}>
          {correction.isOpen ? (
            <>
              <Button appearance="primary" disabledFocusable={!correction.canSave || isBusy} onClick={correction.save}>
                {t('edit.save')}
              </Button>
              <Button onClick={correction.close}>{t('edit.cancel')}</Button>
            </>
          ) : (
            <>
              {detail.canEdit && (
                <Button
                  appearance="primary"
                  icon={<Edit16Regular />}
                  disabledFocusable={isBusy}
                  onClick={correction.open}
                >
                  {t('edit.open')} <KeyHint keys={keys('edit')} onFilled />
                </Button>
              )}
              <Button icon={<ArrowCounterclockwise16Regular />} disabledFocusable={isBusy} onClick={onRetry}>
                {t('retry.asItIs')} <KeyHint keys={keys('retry')} />
              </Button>
            </>
          )}
        </div>
      )}
    </div>
  );
}

/** What waits behind the record (ER-08). */
function Behind({ detail }: { readonly detail: Detail }): ReactElement {
  const { t } = useTranslation('errors');
  const { behind, waiting } = detail;
  if (behind === 0) {
    return (
      <p className={styles.fact}>
        <Link16Regular />
        {t('detail.nothingBehind')}
      </p>
    );
  }
  return (
    <details className={styles.behind}>
      <summary>{t('detail.behind', { count: behind })}</summary>
      <ul>
        {waiting.map(({ table, key, name }) => (
          <li key={`${table.name} ${keyText(key)}`}>
            <a href={recordAddress(table, keyText(key))}>
              {recordNoun(table)} {name ?? recordTitle(key, {}).id}
            </a>
          </li>
        ))}
      </ul>
    </details>
  );
}
