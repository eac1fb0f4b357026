// A new record being typed: proposals for keys, required fields marked, checked like any other (PD-05).

import { useEffect, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../bridge/use-act.ts';
import { useEngine } from '../../bridge/engine.tsx';
import type { Status } from '../../bridge/use-status.ts';
import { CardFrame } from '../card/card-frame.tsx';
import type { AddressFilter } from '../address.ts';
import { titlesOf, type DataTable, type JsonRecord } from '../data-table.ts';
import { recordNoun } from '../../format/names.ts';
import { ProblemNote } from '../../parts/problem-note.tsx';
import { whenText } from '../when.ts';
import { changesOf, startDraft, type Draft } from './draft.ts';
import { proposals } from './proposals.ts';
import { focusFault, RecordForm, SaveBar } from './record-form.tsx';

interface NewCardProps {
  readonly table: DataTable;
  readonly filters: readonly AddressFilter[];
  readonly status: Status | null;
  readonly draft: Draft | null;
  readonly onChange: (draft: Draft | null) => void;
  readonly onAdded: (key: JsonRecord) => void;
  readonly onClose: () => void;
}

/** The card. */
export function NewCard({ table, filters, status, draft, onChange, onAdded, onClose }: NewCardProps): ReactElement {
  const { t } = useTranslation('data');
  const insert = useAct('data.insert');
  const [isTried, setTried] = useState(false);
  useProposals({ table, filters, draft, onChange });
  const noun = recordNoun(table.table);
  const title = t('new.title', { noun });
  const shown = draft ?? startDraft({});
  const changes = changesOf(table, shown);
  const isEmpty = Object.keys(changes.set).length === 0;
  const save = async (): Promise<void> => {
    setTried(true);
    if (changes.faulty.length > 0) return focusFault();
    if (isEmpty || insert.busy) return;
    const done = await insert.run({ table: { ...table.table }, row: { ...changes.set } });
    if (!done) return;
    onChange(null);
    onAdded(done.key);
  };
  const { problem } = insert;
  return (
    <CardFrame
      title={title}
      subtitle={t('new.required')}
      focusNo={0}
      onClose={onClose}
      footer={
        <SaveBar
          forecast={t('new.forecast', { noun, when: whenText(t, status) })}
          label={t('new.run', { noun })}
          faulty={isTried ? titlesOf(table, changes.faulty) : []}
          idle={null}
          busy={insert.busy}
          onSave={() => void save()}
          onDiscard={() => {
            onChange(null);
            onClose();
          }}
        />
      }
    >
      {problem && problem.column === undefined && <ProblemNote problem={problem} onDismiss={insert.clear} />}
      {draft && (
        <RecordForm
          table={table}
          draft={shown}
          names={{}}
          isTried={isTried}
          problem={problem}
          onChange={(next) => {
            if (problem?.column !== undefined) insert.clear();
            onChange(next);
          }}
          onSave={() => void save()}
        />
      )}
    </CardFrame>
  );
}

/** Fills in what can be proposed, once for a new record. */
function useProposals({
  table,
  filters,
  draft,
  onChange,
}: Pick<NewCardProps, 'table' | 'filters' | 'draft' | 'onChange'>): void {
  const { client } = useEngine();
  const isMissing = draft === null;
  useEffect(() => {
    if (!client || !isMissing) return;
    let isOver = false;
    void proposals(client, table, filters).then((values) => {
      if (!isOver) onChange({ expected: {}, values });
    });
    return () => {
      isOver = true;
    };
    // Proposals are made once, when there is no draft yet.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [client, isMissing]);
}
