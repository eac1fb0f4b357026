// The card beside the grid: a record or a new one; what is written in it is said, with the way back (PD-05).

import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useEngine } from '../bridge/engine.tsx';
import type { Status } from '../bridge/use-status.ts';
import type { WindowColumn } from '../format/cells.ts';
import type { DataAddress } from './address.ts';
import { cardTitle } from './card/card-title.ts';
import { RecordCard } from './card/record-card.tsx';
import type { DataTable, JsonRecord } from './data-table.ts';
import { draftId } from './edit/drafts.ts';
import { NewCard } from './edit/new-card.tsx';
import { useDraft } from './edit/use-drafts.ts';
import { keyText } from './record-key.ts';
import type { Said } from './said-bar.tsx';
import { whenText } from './when.ts';

interface OpenRecordProps {
  readonly table: DataTable;
  /** The columns as the grid shows them. */
  readonly shownColumns: readonly WindowColumn[];
  readonly address: DataAddress;
  readonly recordKey: JsonRecord | null;
  readonly status: Status | null;
  readonly locked: string | null;
  readonly focusNo: number;
  readonly onSaid: (said: Said | null) => void;
  /** Something was written: the rows should tell at once. */
  readonly onWritten: () => Promise<void>;
  readonly onShow: (key: JsonRecord) => void;
  readonly onChange: (address: DataAddress) => void;
  readonly onClose: () => void;
}

/** The card, or nothing. */
export function OpenRecord(props: OpenRecordProps): ReactElement | null {
  const {
    table,
    shownColumns,
    address,
    recordKey,
    status,
    locked,
    focusNo,
    onSaid,
    onWritten,
    onShow,
    onChange,
    onClose,
  } = props;
  const { t } = useTranslation('data');
  const { client } = useEngine();
  const [draft, setDraft] = useDraft(draftId(table.table, null));
  const name = { ...table.table };
  const when = whenText(t, status);
  const say = (key: string, title: string, back: () => Promise<unknown> | undefined, show?: () => void): void => {
    const undo = async (): Promise<void> => {
      await back();
      await onWritten();
    };
    onSaid({ text: t(key, { title, when }), undo, ...(show && { show }) });
    void onWritten();
  };
  if (address.isNew && locked === null) {
    return (
      <NewCard
        table={table}
        filters={address.filters}
        status={status}
        draft={draft}
        onChange={setDraft}
        onAdded={(key) => {
          onChange({ ...address, record: keyText(key), isNew: false });
          const back = (): Promise<unknown> | undefined => client?.call('data.delete', { table: name, key });
          say('said.added', cardTitle(table, key, {}).title, back, () => onShow(key));
        }}
        onClose={onClose}
      />
    );
  }
  if (recordKey === null) return null;
  const { title } = cardTitle(table, recordKey, {});
  return (
    <RecordCard
      key={`${name.schema}.${name.name} ${keyText(recordKey)}`}
      table={table}
      shownColumns={shownColumns}
      recordKey={recordKey}
      status={status}
      locked={locked}
      focusNo={focusNo}
      onSaved={(set, before) => {
        const back = { table: name, key: { ...recordKey }, expected: { ...set }, set: { ...before } };
        say('said.saved', title, () => client?.call('data.update', back));
      }}
      onDeleted={(row) => {
        onClose();
        say('said.deleted', title, () => client?.call('data.insert', { table: name, row: { ...row } }));
      }}
      points={{ chosen: address.points, onChoose: (points) => onChange({ ...address, points }) }}
      onPutBack={(set, before) => {
        const again = (): Promise<unknown> | undefined =>
          before === null
            ? client?.call('data.delete', { table: name, key: { ...recordKey } })
            : client?.call('data.update', {
                table: name,
                key: { ...recordKey },
                expected: { ...set },
                set: { ...before },
              });
        say('said.putBack', title, again, () => onShow(recordKey));
      }}
      onClose={onClose}
    />
  );
}
