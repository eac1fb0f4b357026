// The changes that wait to be sent: why each has not gone, sent now, or reverted (PD-01, PD-02, PD-03, AX-01).

import { useRef, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { goTo, useRoute } from '../app/routes.ts';
import { useRead } from '../bridge/use-read.ts';
import { useStatus, type Status } from '../bridge/use-status.ts';
import { numberText } from '../format/numbers.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import { filterOf, isFiltered, readAddress, wholeList, writeAddress, type ChangesAddress } from './address.ts';
import { ChangeList } from './change-list.tsx';
import { NoneMatch, NothingWaits, NotSent } from './empty.tsx';
import { FilterBar } from './filter-bar.tsx';
import { DoneBar, ForecastBar } from './forecast-bar.tsx';
import { Head } from './head.tsx';
import type { Tables } from './line-words.ts';
import { useChanges } from './use-changes.ts';
import { mostChosen } from './use-selection.ts';
import { useChangeKeys, useSteps, type Steps } from './use-steps.ts';
import styles from './changes.module.css';

/** The screen. */
export function ChangesScreen(): ReactElement {
  const { t } = useTranslation('changes');
  const route = useRoute();
  const status = useStatus();
  const about = useRead('app.describe', {}, []).value;
  const tables = useRead('data.tables', {}, status?.lastSuccess === null ? ['data'] : []).value;
  const address = readAddress(route);
  const filter = tables && route.screen === 'changes' ? filterOf(address, tables) : null;
  const changes = useChanges(filter);
  const isReadOnly = about?.readOnly ?? true;
  const steps = useSteps(changes, filter, isReadOnly);
  const { list, selection, start, undo, reverted } = steps;
  const find = useRef<HTMLInputElement>(null);
  useChangeKeys(steps, find);
  const go = (to: ChangesAddress): void => goTo(writeAddress(to), true);

  const { counts, problem } = changes;
  if (problem && !counts) {
    return (
      <div className={styles.page}>
        <ProblemNote problem={problem} />
      </div>
    );
  }
  if (!counts || !tables || !about) return <p className={styles.wait}>{t('opening')}</p>;
  const trouble = start.problem ?? (reverted ? null : undo.problem);
  const { shown, total } = counts;
  return (
    <>
      <div className={styles.page}>
        <Head counts={counts} status={status} start={start} isReadOnly={isReadOnly} onUndo={steps.doUndo} />
        {trouble && (
          <ProblemNote
            problem={trouble}
            onDismiss={() => {
              start.clear();
              undo.clear();
            }}
          />
        )}
        {(total.records > 0 || isFiltered(address)) && (
          <FilterBar
            address={address}
            counts={counts}
            device={about.device}
            findRef={find}
            onChange={go}
            onLeave={() => list.current?.focus()}
          />
        )}
        <NotSent counts={counts} />
        {total.records === 0 && <NothingWaits />}
        {total.records > 0 && shown.records === 0 && <NoneMatch total={total.changes} onClear={() => go(wholeList)} />}
        {shown.records > 0 && (
          <ChangeList
            changes={changes}
            counts={counts}
            tables={tables}
            status={status}
            selection={selection}
            user={about.user}
            canChoose={!isReadOnly}
            allBlocked={shown.records > mostChosen ? t('row.tooMany', { n: numberText(mostChosen) }) : null}
            listRef={list}
            onAll={steps.chooseAll}
            onOpen={steps.open}
          />
        )}
      </div>
      <Bar steps={steps} tables={tables} status={status} />
    </>
  );
}

interface BarProps {
  readonly steps: Steps;
  readonly tables: Tables;
  readonly status: Status | null;
}

/** What the next step does, or what the last one has done. */
function Bar({ steps, tables, status }: BarProps): ReactElement | null {
  const { selection, revert, undo, reverted, isByKey } = steps;
  if (selection.chosen.size > 0) {
    return (
      <ForecastBar
        selection={selection}
        tables={tables}
        status={status}
        problem={revert.problem}
        isBusy={revert.busy}
        isByKey={isByKey}
        onCancel={steps.cancel}
        onRevert={steps.doRevert}
      />
    );
  }
  return (
    reverted && (
      <DoneBar
        reverted={reverted}
        tables={tables}
        status={status}
        problem={undo.problem}
        isBusy={undo.busy}
        onUndo={() => steps.doUndo(reverted.done.no)}
        onClose={steps.forget}
      />
    )
  );
}
