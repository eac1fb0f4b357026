// A record to read: its fields, what points to it, its way; and the doors to edit and delete it (PD-05, PD-08).

import { Button, Tooltip } from '@fluentui/react-components';
import { Delete16Regular, Edit16Regular, Filter16Regular } from '@fluentui/react-icons';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Status } from '../../bridge/use-status.ts';
import { ProblemNote } from '../../parts/problem-note.tsx';
import { useKeyLabels } from '../../parts/own-keys.ts';
import { useKeys } from '../../parts/use-keys.ts';
import type { DataTable, JsonRecord } from '../data-table.ts';
import { movedColumns } from '../edit/draft.ts';
import { NewsBar } from '../edit/news-bar.tsx';
import { PutBackBar } from '../timeline/put-back-bar.tsx';
import type { TimelinePoint } from '../timeline/points.ts';
import { Timeline } from '../timeline/timeline.tsx';
import { SyncBadge } from '../sync-badge.tsx';
import type { ChosenPoints } from './card-props.ts';
import { CardFrame } from './card-frame.tsx';
import { cardTitle } from './card-title.ts';
import { DeleteBar } from './delete-bar.tsx';
import { FieldList } from './field-list.tsx';
import { childrenText, Linked } from './linked.tsx';
import { RefusedBar } from './refused-bar.tsx';
import type { HeldRecord, RecordFacts } from './use-held-record.ts';
import styles from './card.module.css';

interface ViewCardProps {
  readonly table: DataTable;
  readonly recordKey: JsonRecord;
  readonly record: HeldRecord;
  readonly facts: RecordFacts;
  readonly status: Status | null;
  /** Why nothing can be written; null = it can. */
  readonly locked: string | null;
  readonly focusNo: number;
  readonly points: ChosenPoints;
  readonly onEdit: () => void;
  readonly onDeleted: (row: JsonRecord) => void;
  readonly onPutBack: (set: JsonRecord, before: JsonRecord | null) => void;
  readonly onClose: () => void;
}

/** The card. */
export function ViewCard(props: ViewCardProps): ReactElement {
  const { table, recordKey, record, facts, status, locked, focusNo, points, onEdit, onDeleted, onPutBack, onClose } =
    props;
  const { t } = useTranslation('data');
  const keys = useKeyLabels('data');
  const [isDeleting, setDeleting] = useState(false);
  const [putting, setPutting] = useState<TimelinePoint | null>(null);
  const { row, badge, conflict, refusal } = facts;
  const now = record.latest?.row ?? null;
  const news = row && now ? movedColumns(table, row, now) : [];
  const isGone = row !== null && record.latest !== null && now === null;
  const { title, subtitle, told } = cardTitle(table, recordKey, row ?? {});
  const reason = locked ?? (isGone ? t('card.gone') : null);
  const children = facts.children.filter((child) => child.count > 0);
  const count = children.reduce((sum, child) => sum + child.count, 0);
  const blocked = count > 0 ? t('delete.blocked', { count, children: childrenText(t, children) }) : null;
  useKeys('data', {
    edit: () => reason === null && onEdit(),
    delete: () => reason === null && blocked === null && setDeleting(true),
  });
  return (
    <CardFrame
      title={title}
      subtitle={subtitle}
      mark={<SyncBadge badge={badge} conflict={conflict} refusal={refusal} record={recordKey} />}
      focusNo={focusNo}
      onClose={onClose}
      onEscape={isDeleting ? () => setDeleting(false) : putting ? () => setPutting(null) : undefined}
      footer={
        putting?.version && row ? (
          <PutBackBar
            table={table}
            recordKey={recordKey}
            title={title}
            version={putting.version}
            row={row}
            isInConflict={badge === 'conflict'}
            status={status}
            onKeep={() => setPutting(null)}
            onDone={(set, before) => {
              setPutting(null);
              points.onChoose([]);
              void record.read(true);
              onPutBack(set, before);
            }}
          />
        ) : isDeleting && row ? (
          <DeleteBar
            table={table}
            recordKey={recordKey}
            title={title}
            row={row}
            status={status}
            onKeep={() => setDeleting(false)}
            onDeleted={() => onDeleted(row)}
            onMoved={() => void record.read(false)}
          />
        ) : null
      }
    >
      {record.problem && <ProblemNote problem={record.problem} />}
      {(news.length > 0 || isGone) && (
        <NewsBar columns={news} facts={record.latest} isGone={isGone} onShow={() => void record.read(true)} />
      )}
      {facts.outside && (
        <div className={styles.bar} data-part="outside">
          <Filter16Regular />
          <p>{t('card.outside')}</p>
        </div>
      )}
      {refusal && <RefusedBar refusal={refusal} hubHas={facts.base !== null} isHere />}
      <div className={styles.tools}>
        <Tooltip content={reason ?? keys('edit')} relationship="description">
          <Button size="small" icon={<Edit16Regular />} disabledFocusable={reason !== null} onClick={onEdit}>
            {t('card.edit')}
          </Button>
        </Tooltip>
        <Tooltip content={reason ?? blocked ?? keys('delete')} relationship="description">
          <Button
            size="small"
            icon={<Delete16Regular />}
            disabledFocusable={reason !== null || blocked !== null}
            onClick={() => setDeleting(true)}
          >
            {t('card.delete')}
          </Button>
        </Tooltip>
      </div>
      <FieldList table={table} facts={facts} told={told} news={news} />
      <Linked links={facts.children} />
      <Timeline
        table={table}
        recordKey={recordKey}
        facts={facts}
        status={status}
        chosen={points.chosen}
        onChoose={points.onChoose}
        onPutBack={reason === null ? setPutting : null}
      />
    </CardFrame>
  );
}
