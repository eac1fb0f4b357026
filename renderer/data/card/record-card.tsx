// The open record: to read, or being edited where there is a draft of it.

import { useState, type ReactElement } from 'react';
import { startDraft, type Draft } from '../edit/draft.ts';
import { draftId } from '../edit/drafts.ts';
import { EditCard } from '../edit/edit-card.tsx';
import { useDraft } from '../edit/use-drafts.ts';
import { MissingCard } from './missing-card.tsx';
import { useHeldRecord } from './use-held-record.ts';
import { ViewCard } from './view-card.tsx';
import type { RecordCardProps } from './card-props.ts';

/** The card. */
export function RecordCard(props: RecordCardProps): ReactElement {
  const { table, shownColumns, recordKey, status, locked, focusNo, points, onSaved, onDeleted, onPutBack, onClose } =
    props;
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
        points={points}
        onDeleted={onDeleted}
        onPutBack={onPutBack}
        onClose={onClose}
      />
    );
  }
  return <MissingCard {...props} record={record} />;
}
