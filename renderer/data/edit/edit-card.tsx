// A record being edited: saved only if the cells are still as they were seen; what was typed is never lost (PD-05, RS-25).

import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../bridge/use-act.ts';
import type { Status } from '../../bridge/use-status.ts';
import { CardFrame } from '../card/card-frame.tsx';
import { cardTitle } from '../card/card-title.ts';
import type { HeldRecord, RecordFacts } from '../card/use-held-record.ts';
import { titlesOf, type DataTable, type JsonRecord } from '../data-table.ts';
import { ProblemNote } from '../../parts/problem-note.tsx';
import { SyncBadge } from '../sync-badge.tsx';
import { whenText } from '../when.ts';
import { changesOf, movedColumns, rebase, type Draft } from './draft.ts';
import { NewsBar } from './news-bar.tsx';
import { focusFault, RecordForm, SaveBar } from './record-form.tsx';

interface EditCardProps {
  readonly table: DataTable;
  readonly recordKey: JsonRecord;
  readonly record: HeldRecord;
  readonly facts: RecordFacts;
  readonly status: Status | null;
  readonly draft: Draft;
  readonly focusNo: number;
  readonly onChange: (draft: Draft | null) => void;
  /** Saved: what was written, and what was there before. */
  readonly onSaved: (set: JsonRecord, before: JsonRecord) => void;
  readonly onClose: () => void;
}

/** The card. */
export function EditCard(props: EditCardProps): ReactElement {
  const { table, recordKey, record, facts, status, draft, focusNo, onChange, onSaved, onClose } = props;
  const { t } = useTranslation('data');
  const update = useAct('data.update');
  const [isTried, setTried] = useState(false);
  const changes = changesOf(table, draft);
  const names = Object.keys(changes.set);
  const now = record.latest?.row ?? null;
  const news = now ? movedColumns(table, draft.expected, now) : [];
  const isGone = record.latest !== null && now === null;
  const { title, subtitle } = cardTitle(table, recordKey, draft.expected);
  const { problem } = update;
  const isStale = problem?.code === 'record-changed';
  const save = async (): Promise<void> => {
    setTried(true);
    if (changes.faulty.length > 0) return focusFault();
    if (names.length === 0 || update.busy) return;
    const { set, expected } = changes;
    const done = await update.run({
      table: { ...table.table },
      key: { ...recordKey },
      expected: { ...expected },
      set: { ...set },
    });
    if (!done) return record.read(false);
    onSaved(set, expected);
    await record.read(true);
    onChange(null);
  };
  const takeNews = (): void => {
    update.clear();
    if (now) onChange(rebase(draft, now));
    void record.read(true);
  };
  const columns = t('list', { items: titlesOf(table, names) });
  const when = whenText(t, status);
  return (
    <CardFrame
      title={title}
      subtitle={subtitle}
      mark={<SyncBadge badge={facts.badge} conflict={facts.conflict} refusal={facts.refusal} record={recordKey} />}
      focusNo={focusNo}
      onClose={() => {
        if (names.length === 0) onChange(null);
        onClose();
      }}
      onEscape={names.length === 0 ? () => onChange(null) : undefined}
      footer={
        <SaveBar
          forecast={t(facts.badge === 'conflict' ? 'save.forecastHeld' : 'save.forecast', {
            count: names.length,
            columns,
            when,
          })}
          label={t('save.run', { count: names.length })}
          faulty={titlesOf(table, changes.faulty)}
          idle={isGone ? t('news.gone') : names.length === 0 ? t('save.nothing') : null}
          busy={update.busy}
          onSave={() => void save()}
          onDiscard={() => onChange(null)}
        />
      }
    >
      {(news.length > 0 || isGone) && (
        <NewsBar columns={news} facts={record.latest} isGone={isGone} isRefused={isStale} onShow={takeNews} />
      )}
      {problem && problem.column === undefined && !isStale && (
        <ProblemNote problem={problem} onDismiss={update.clear} />
      )}
      <RecordForm
        table={table}
        draft={draft}
        names={facts.names}
        isTried={isTried}
        problem={problem}
        onChange={(next) => {
          if (problem?.column !== undefined) update.clear();
          onChange(next);
        }}
        onSave={() => void save()}
      />
    </CardFrame>
  );
}
