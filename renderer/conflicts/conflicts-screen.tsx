// The conflicts screen: the inbox, and beside it the compare pane; narrow windows show one of the two (CF, RS).

import { useRef, useState, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../bridge/use-read.ts';
import { useStatus, type Status } from '../bridge/use-status.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import { useKept } from '../parts/use-kept.ts';
import { useKeys } from '../parts/use-keys.ts';
import { useMedia } from '../parts/use-media.ts';
import { Pane } from './compare/pane.tsx';
import { EmptyInbox } from './empty-inbox.tsx';
import { Inbox } from './inbox/inbox.tsx';
import { KeysDialog } from './keys-dialog.tsx';
import { SaidBar } from './said-bar.tsx';
import { useConflicts, type Conflicts } from './use-conflicts.ts';
import styles from './conflicts.module.css';

/** The conflicts screen. */
export function ConflictsScreen(): ReactElement {
  const { t } = useTranslation('conflicts');
  const isWide = useMedia('(width >= 1000px)');
  const hasRoom = useMedia('(width >= 1120px)');
  const status = useStatus();
  const isReadOnly = useRead('app.describe', {}, []).value?.readOnly ?? false;
  const isRoomy = useMedia('(width >= 1080px)');
  const [isTable, setTable] = useKept('conflicts.table');
  const hasTable = isRoomy && isTable === true;
  const conflicts = useConflicts({ isWide, opensFirst: isWide && !hasTable });
  const { address, list, entry, go } = conflicts;
  const { detail, problem } = entry;
  const [hasKeys, setKeys] = useState(false);
  const [base, setBase] = useKept('base');
  const find = useRef<HTMLInputElement>(null);
  useKeys('conflicts', {
    next: () => conflicts.step(1),
    previous: () => conflicts.step(-1),
    select: () => address.no !== null && address.tab === 'undecided' && !isReadOnly && conflicts.pick(address.no),
    undo: () => !isReadOnly && conflicts.takeBackLast(),
    find: () => find.current?.focus(),
    list: () => setKeys(true),
    escape: () => hasTable && address.no !== null && back(),
  });
  const back = (): void => {
    conflicts.close();
    requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-part="entries"]')?.focus());
  };
  const hasPane = address.no !== null;
  const isSplit = isWide && (hasPane || !hasTable);
  const turn = (): void => {
    setTable(!(hasTable && !hasPane));
    if (hasPane) back();
  };
  const said = <LastStep conflicts={conflicts} status={status} />;
  const empty = <EmptyInbox address={address} list={list} onChange={go} />;
  return (
    <div className={styles.screen} data-lay-out={isSplit ? 'both' : 'one'}>
      {(isWide || !hasPane) && (
        <Inbox
          address={address}
          list={list}
          status={status}
          isReadOnly={isReadOnly}
          place={detail?.no === address.no && detail?.place.listed ? detail.place.at - 1 : null}
          findRef={find}
          onChange={go}
          picked={conflicts.picked}
          onOpen={conflicts.open}
          onPick={conflicts.pick}
          onStep={conflicts.step}
          onKeys={() => setKeys(true)}
          onBulk={conflicts.decidedMany}
          empty={isSplit && !hasPane ? null : empty}
          said={isSplit ? null : said}
          isTable={hasTable && !hasPane}
          onTable={isRoomy ? turn : null}
        />
      )}
      {hasPane && detail && (
        <Pane
          key={detail.no}
          detail={detail}
          drafts={conflicts.drafts}
          status={status}
          isReadOnly={isReadOnly}
          isCurrent={detail.no === address.no}
          isNarrow={!isWide}
          isInList={detail.place.listed}
          isBaseShown={base ?? hasRoom}
          onBase={setBase}
          onBack={back}
          onOpen={conflicts.open}
          onDecided={conflicts.decided}
          onUndo={conflicts.takeBack}
          said={said}
        />
      )}
      {(hasPane ? !detail : isSplit) && (
        <Rest said={said}>
          {problem ? <ProblemNote problem={problem} /> : list.isReady && list.shown === 0 && empty}
        </Rest>
      )}
      {!isWide && hasPane && <h1 className="spoken">{t('title')}</h1>}
      {hasKeys && <KeysDialog onClose={() => setKeys(false)} />}
    </div>
  );
}

/** The pane's place while no conflict is open. */
function Rest({ said, children }: { readonly said: ReactNode; readonly children: ReactNode }): ReactElement {
  return (
    <div className={styles.rest}>
      {children}
      <div className={styles.foot}>{said}</div>
    </div>
  );
}

/** What was done last; beside its own record only after an undo, since the record itself says the rest. */
function LastStep({
  conflicts,
  status,
}: {
  readonly conflicts: Conflicts;
  readonly status: Status | null;
}): ReactElement {
  const { said, entry } = conflicts;
  const undo = conflicts.undoMany.problem ? conflicts.undoMany : conflicts.undo;
  const { detail } = entry;
  const isOwn = said?.kind === 'one' && said.no === detail?.no;
  const isTold = isOwn && detail.state !== 'undecided' && detail.state !== 'undone';
  return (
    <>
      {undo.problem && (
        <div className={styles.problem}>
          <ProblemNote problem={undo.problem} onDismiss={undo.clear} />
        </div>
      )}
      {said && !isTold && (
        <SaidBar
          said={said}
          status={status}
          open={entry.detail?.no ?? null}
          onUndo={conflicts.takeBack}
          onUndoMany={conflicts.takeBackMany}
          onOpen={conflicts.open}
          onClose={conflicts.forget}
        />
      )}
    </>
  );
}
