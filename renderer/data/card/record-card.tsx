// The open record: to read, or being edited where there is a draft of it.

import { Button } from '@fluentui/react-components';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { WindowColumn } from '../../format/cells.ts';
import type { Status } from '../../bridge/use-status.ts';
import { ProblemNote } from '../../parts/problem-note.tsx';
import type { DataTable, JsonRecord } from '../data-table.ts';
import { startDraft, type Draft } from '../edit/draft.ts';
import { draftId } from '../edit/drafts.ts';
import { EditCard } from '../edit/edit-card.tsx';
import { useDraft } from '../edit/use-drafts.ts';
import { CardFrame } from './card-frame.tsx';
import { cardTitle } from './card-title.ts';
import { useHeldRecord } from './use-held-record.ts';
import { ViewCard } from './view-card.tsx';
import styles from './card.module.css';

interface RecordCardProps {
  readonly table: DataTable;
  /** The columns as the grid shows them. */
  readonly shownColumns: readonly WindowColumn[];
  readonly recordKey: JsonRecord;
  readonly status: Status | null;
  readonly locked: string | null;
  readonly focusNo: number;
  readonly onSaved: (set: JsonRecord, before: JsonRecord) => void;
  readonly onDeleted: (row: JsonRecord) => void;
  readonly onClose: () => void;
}

/** The card. */
export function RecordCard(props: RecordCardProps): ReactElement {
  const { table, shownColumns, recordKey, status, locked, focusNo, onSaved, onDeleted, onClose } = props;
  const { t } = useTranslation('data');
  const record = useHeldRecord(table.table, recordKey);
  const [draft, setDraft] = useDraft(draftId(table.table, recordKey));
  // What had the focus goes with the form: the card that comes back takes it.
  const [editedNo, setEditedNo] = useState(0);
  const change = (next: Draft | null): void => {
    if (next === null) setEditedNo((no) => no + 1);
    setDraft(next);
  };
  const facts = record.held;
  const row = facts?.row;
  if (facts && draft && locked === null) {
    return (
      <EditCard
        table={table}
        recordKey={recordKey}
        record={record}
        facts={facts}
        status={status}
        draft={draft}
        focusNo={focusNo}
        onChange={change}
        onSaved={onSaved}
        onClose={onClose}
      />
    );
  }
  if (facts && row) {
    return (
      <ViewCard
        table={{ ...table, columns: [...shownColumns] }}
        recordKey={recordKey}
        record={record}
        facts={facts}
        status={status}
        locked={locked}
        focusNo={focusNo + editedNo}
        onEdit={() => setDraft(startDraft(record.latest?.row ?? row))}
        onDeleted={onDeleted}
        onClose={onClose}
      />
    );
  }
  return (
    <CardFrame title={cardTitle(table, recordKey, {}).title} subtitle="" focusNo={focusNo} onClose={onClose}>
      {record.problem && <ProblemNote problem={record.problem} />}
      {facts && (
        <div className={styles.missing}>
          <p>{t('card.missing')}</p>
          {facts.conflict !== null && <p>{t('card.missingConflict', { no: facts.conflict })}</p>}
          <Button onClick={onClose}>{t('card.close')}</Button>
        </div>
      )}
    </CardFrame>
  );
}
