// The compare pane of one conflict: why it is one, the choices, the result, what will happen, and how it goes on
// (CF-09…CF-13, RS-01…RS-06, RS-25).

import { useEffect, useMemo, useRef, type ReactElement, type ReactNode, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../bridge/use-act.ts';
import type { Status } from '../../bridge/use-status.ts';
import { recordNoun, recordTitle } from '../../format/names.ts';
import { useKeys } from '../../parts/use-keys.ts';
import { ProblemNote } from '../../parts/problem-note.tsx';
import { RichText } from '../../parts/rich-text.tsx';
import type { Side } from '../../../main/sync/resolution.ts';
import type { Drafts } from '../drafts.ts';
import { themOf } from '../people.ts';
import { CompareContext, type CompareScope } from './context.ts';
import { CompareTable } from './compare-table.tsx';
import { choiceToJson } from './comparison.ts';
import { isOneSided, type Detail } from './detail.ts';
import { Facts } from './facts.tsx';
import { ForecastBar } from './forecast-bar.tsx';
import { forecastOf } from './forecast.ts';
import { linksOf } from './links.ts';
import { OutcomeCards } from './outcome-cards.tsx';
import { PaneHead } from './pane-head.tsx';
import { proposalOf } from './proposal.ts';
import { StaleBar } from './stale-bar.tsx';
import { useChoices } from './use-choices.ts';
import { WayCard } from './way-card.tsx';
import { BaseToggle, WholeRecord } from './whole-record.tsx';
import { whySentences } from './why.ts';
import styles from './pane.module.css';

interface PaneProps {
  readonly detail: Detail;
  readonly drafts: Drafts;
  readonly status: Status | null;
  readonly isReadOnly: boolean;
  /** False while another conflict is being read: then no key may touch this one. */
  readonly isCurrent: boolean;
  readonly isNarrow: boolean;
  /** True where the entry is one of the list that stands beside. */
  readonly isInList: boolean;
  readonly isBaseShown: boolean;
  readonly onBase: (shown: boolean) => void;
  readonly onBack: () => void;
  readonly onOpen: (no: number) => void;
  readonly onDecided: (decided: Detail, from: Detail) => void;
  readonly onUndo: (no: number) => void;
  readonly said: ReactNode;
}

/** The pane; mount anew for another conflict. */
export function Pane(props: PaneProps): ReactElement {
  const { detail, drafts, isReadOnly } = props;
  const isBaseShown = props.isBaseShown && detail.base !== null;
  const { t } = useTranslation('conflicts');
  const { names, missing } = useMemo(() => linksOf(detail), [detail]);
  const choices = useChoices(detail, drafts, missing);
  const { prepared, comparison, canChoose, news, focused } = choices;
  const resolve = useAct('conflicts.resolve');
  const body = useRef<HTMLDivElement>(null);
  const them = themOf(t, detail);
  const { id, name } = recordTitle(detail.key, detail.mine ?? detail.theirs ?? detail.base ?? {});
  const title = name === '' ? id : `${id} · ${name}`;
  const canAct = canChoose && !isReadOnly && props.isCurrent;
  const forecast = forecastOf(prepared, comparison);

  const decide = async (): Promise<void> => {
    if (!comparison.choice || !canAct || news || resolve.busy) return;
    const input = { no: detail.no, revision: detail.revision, choice: choiceToJson(comparison.choice) };
    const decided = await resolve.run(input);
    if (decided) props.onDecided(decided, detail);
  };
  const take = (side: 'mine' | 'theirs'): void => {
    if (!canAct) return;
    if (isOneSided(prepared.shape)) choices.keep(side);
    else if (focused !== null) follow(body.current, choices.take(focused, sideOrBase(side)));
  };
  // Mine once more is base: every version has its key.
  const sideOrBase = (side: 'mine' | 'theirs'): Side => {
    const isAgain = side === 'mine' && focused !== null && choices.draft.take[focused] === 'mine';
    return isAgain && isBaseShown && choices.draft.whole === null ? 'base' : side;
  };
  const propose = (): void => {
    const row = comparison.rows.find((item) => item.column.name === focused);
    const proposal = row && canAct ? proposalOf(prepared, row) : null;
    if (row && proposal) choices.type(row.column.name, proposal);
  };
  useKeys('conflicts', {
    mine: () => take('mine'),
    theirs: () => take('theirs'),
    wholeMine: () => canAct && choices.keep('mine'),
    wholeTheirs: () => canAct && choices.keep('theirs'),
    columnDown: () => follow(body.current, choices.step(1)),
    columnUp: () => follow(body.current, choices.step(-1)),
    join: propose,
    edit: () => canAct && choices.edit(focused),
    base: () => props.onBase(!isBaseShown),
    decide: () => (news && props.isCurrent ? choices.see() : void decide()),
    ...(props.isNarrow && { escape: props.onBack }),
  });
  useFocusOnOpen(body, props.isNarrow);

  const scope: CompareScope = {
    prepared,
    comparison,
    them,
    words: { t, names },
    missing,
    news,
    isEditable: canAct,
    isBaseShown,
    focused,
    editing: choices.editing,
    focus: choices.focus,
    take: (column, side) => void choices.take(column, side),
    type: choices.type,
    edit: choices.edit,
  };
  const canKeep = canAct && !isOneSided(prepared.shape);
  const baseToggle = <BaseToggle onBase={props.onBase} />;
  // What is under way comes before what it was about.
  const way = <WayCard detail={detail} status={props.status} />;
  return (
    <CompareContext value={scope}>
      <section className={styles.pane} aria-label={t('compare')} data-part="compare" data-no={detail.no}>
        <div className={styles.body} ref={body}>
          <PaneHead {...props} title={title} onBack={props.isNarrow ? props.onBack : null}>
            {!canKeep && baseToggle}
          </PaneHead>
          <p className={styles.why}>
            <RichText text={whySentences(t, prepared, them)} />
          </p>
          {canChoose && isOneSided(prepared.shape) && (
            <OutcomeCards draft={choices.draft} isDisabled={!canAct} onKeep={choices.keep} />
          )}
          {canKeep && (
            <WholeRecord draft={choices.draft} onKeep={choices.keep}>
              {baseToggle}
            </WholeRecord>
          )}
          {!canChoose && way}
          <CompareTable title={title} isUnfolded={choices.isUnfolded} onFold={choices.unfold} />
          {canChoose && way}
          <Facts detail={detail} onOpen={props.onOpen} />
        </div>
        {/* Below what is looked at, so that nothing moves. */}
        {news ? <StaleBar news={news} onSeen={choices.see} /> : props.said}
        {resolve.problem && resolve.problem.code !== 'decision-stale' && (
          <div className={styles.problem}>
            <ProblemNote problem={resolve.problem} onDismiss={resolve.clear} />
          </div>
        )}
        <ForecastBar
          forecast={forecast}
          draft={choices.draft}
          status={props.status}
          id={id}
          noun={recordNoun(detail.table)}
          isReadOnly={isReadOnly}
          isBusy={resolve.busy}
          canDecide={canChoose}
          onDecideAgain={choices.decideAgain}
          hasNext={(detail.place.next ?? detail.place.previous) !== null}
          onDecide={() => void decide()}
          onUndo={() => props.onUndo(detail.no)}
        />
      </section>
    </CompareContext>
  );
}

/** Where the focus is in the table, it goes along with the column that the keys act on; else the column comes into view. */
function follow(body: HTMLElement | null, column: string | null): void {
  if (!body || column === null) return;
  const isInside = document.activeElement?.closest('[data-column]') !== null;
  requestAnimationFrame(() => {
    const row = [...body.querySelectorAll<HTMLElement>('[data-column]')].find(
      (item) => item.dataset['column'] === column,
    );
    if (isInside && document.activeElement?.closest('[data-column]'))
      row?.querySelector<HTMLElement>('[role="radio"][tabindex="0"]')?.focus();
    row?.scrollIntoView({ block: 'nearest' });
  });
}

/** A pane that covers the list takes the focus. */
function useFocusOnOpen(body: RefObject<HTMLElement | null>, isNarrow: boolean): void {
  useEffect(() => {
    if (isNarrow) body.current?.querySelector('h2')?.focus();
  }, [body, isNarrow]);
}
