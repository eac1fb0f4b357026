// What the decision does, in one sentence, and the one button that makes it; afterwards the same in the past tense with
// its undo (RS-05, RS-19).

import { Button, Tooltip } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Status } from '../../bridge/use-status.ts';
import { columnTitle } from '../../format/names.ts';
import { listRich, plainText, richText, span, type Rich } from '../../format/rich.ts';
import { KeyHint } from '../../parts/key-hint.tsx';
import { useKeyLabels } from '../../parts/own-keys.ts';
import { RichText } from '../../parts/rich-text.tsx';
import { whenText } from '../when.ts';
import { useCompareScope } from './context.ts';
import type { Detail } from './detail.ts';
import { isTouched, type Draft } from './draft.ts';
import { forecastSentence, type Tense } from './forecast-words.ts';
import type { Forecast } from './forecast.ts';
import { outcomeNames } from './outcomes.ts';
import styles from './pane.module.css';

interface ForecastBarProps {
  readonly forecast: Forecast;
  readonly draft: Draft;
  readonly status: Status | null;
  readonly id: string;
  readonly noun: string;
  readonly isReadOnly: boolean;
  readonly isBusy: boolean;
  /** True while choices can be made. */
  readonly canDecide: boolean;
  readonly hasNext: boolean;
  readonly onDecideAgain: () => void;
  readonly onDecide: () => void;
  readonly onUndo: () => void;
}

/** The bar at the bottom of the pane. */
export function ForecastBar(props: ForecastBarProps): ReactElement {
  const { forecast, status, id, canDecide } = props;
  const { t } = useTranslation('conflicts');
  const { prepared, them, words } = useCompareScope();
  const { detail } = prepared;
  const isUndone = !canDecide && detail.state === 'undone';
  const isSettledAlone = !canDecide && !isUndone && !detail.decision;
  const when = whenText(t, status, 'forecast.When');
  const sentence =
    isSettledAlone || isUndone
      ? richText(t, isUndone ? 'forecast.undone' : 'forecast.equal')
      : forecastSentence({ ...words, them, id, when }, forecast, canDecide ? 'will' : tenseOf(detail));
  return (
    <div className={styles.forecast} role="region" aria-label={t('forecast.label')}>
      <p aria-live="polite">
        <Sentence text={sentence} />
      </p>
      {canDecide && <DecideButton {...props} />}
      {isUndone && (
        <Button disabledFocusable={props.isReadOnly} onClick={props.onDecideAgain}>
          {t('do.again')}
        </Button>
      )}
      {!isSettledAlone && !isUndone && !canDecide && <UndoButton detail={detail} {...props} />}
    </div>
  );
}

/** What leads in quietly is quiet, what will be is strong. */
function Sentence({ text }: { readonly text: Rich }): ReactElement {
  return <RichText text={text} />;
}

function tenseOf({ state }: Detail): Tense {
  if (state === 'decided') return 'next';
  return state === 'sent' ? 'sent' : 'had';
}

function DecideButton({
  forecast,
  draft,
  noun,
  isReadOnly,
  isBusy,
  hasNext,
  onDecide,
}: ForecastBarProps): ReactElement {
  const { t } = useTranslation('conflicts');
  const keys = useKeyLabels('conflicts');
  const { prepared, news } = useCompareScope();
  const reason = blockedBy(t, forecast, { isReadOnly, hasNews: news !== null, hasTable: prepared.columns.length > 0 });
  const standing = prepared.versions.mine ? 'mine' : 'theirs';
  const side = draft.whole ?? (isTouched(draft) ? standing : null);
  const name = side === null ? 'decide' : outcomeNames(prepared)[side];
  const label = name === 'decide' ? t(hasNext ? 'do.decideNext' : 'do.decide') : t(`do.${name}`, { noun });
  const hint = reason ?? (name !== 'decide' && hasNext ? `${label} ${t('do.andNext')} · Enter` : `${label} · Enter`);
  return (
    <Tooltip content={hint} relationship="description">
      <Button
        appearance="primary"
        size="large"
        className={styles.decide ?? ''}
        disabledFocusable={reason !== null || isBusy}
        onClick={onDecide}
      >
        {label} <KeyHint keys={keys('decide')} onFilled />
      </Button>
    </Tooltip>
  );
}

/** Why the button does nothing yet; null = it does. */
function blockedBy(
  t: TFunction,
  forecast: Forecast,
  { isReadOnly, hasNews, hasTable }: { isReadOnly: boolean; hasNews: boolean; hasTable: boolean },
): string | null {
  if (isReadOnly) return t('do.blocked.read-only');
  if (!hasTable) return t('do.blocked.table');
  if (hasNews) return t('do.blocked.news');
  if (forecast.outcome === 'open') {
    const columns = plainText(
      listRich(
        t,
        forecast.open.map(({ row }) => span(columnTitle(row.column.name))),
      ),
    );
    return t('do.blocked.open', { columns, count: forecast.open.length });
  }
  if (forecast.outcome === 'invalid' || forecast.outcome === 'unchosen') return t(`do.blocked.${forecast.outcome}`);
  return null;
}

/** Undo, with what it will do. */
function UndoButton({
  detail,
  isReadOnly,
  onUndo,
}: Pick<ForecastBarProps, 'isReadOnly' | 'onUndo'> & { readonly detail: Detail }): ReactElement {
  const { t } = useTranslation('conflicts');
  const keys = useKeyLabels('conflicts');
  const words = undoWords(detail);
  const isPossible = words !== 'unknown' && !isReadOnly;
  return (
    <div className={styles.undo}>
      <span className="caption">{t(`undo.${words}`)}</span>
      {isPossible && (
        <Tooltip content="Z" relationship="description">
          <Button onClick={onUndo}>
            {t('undo.do')} <KeyHint keys={keys('undo')} />
          </Button>
        </Tooltip>
      )}
    </div>
  );
}

/** Which words tell what undoing does now. */
function undoWords({ state, decision, theirsKnown }: Pick<Detail, 'state' | 'decision' | 'theirsKnown'>): string {
  const wrote = decision?.wrote ?? false;
  if (wrote && !theirsKnown) return 'unknown';
  if (state === 'decided') return wrote ? 'decided' : 'decidedKept';
  return wrote ? 'sent' : 'kept';
}
