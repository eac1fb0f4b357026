// What a revert does, in one sentence before the click and in the past tense after it (PD-03, DESIGN, Sentences).

import type { TFunction } from 'i18next';
import type { CallOutput } from '../../main/window/contract.ts';
import { columnTitle } from '../format/names.ts';
import { listRich, richText, sentences, span, type Rich } from '../format/rich.ts';
import { sideText, titleOf, type Tables } from './line-words.ts';
import type { Chosen } from './use-selection.ts';

/** What is left after a revert was made. */
export interface Reverted {
  readonly done: CallOutput<'changes.revert'>;
  /** The only record of it; null where there are more. */
  readonly one: Chosen | null;
}

interface Tools {
  readonly t: TFunction;
  readonly tables: Tables;
  /** When a new change travels, within a sentence. */
  readonly when: string;
}

const named = 3;

/** What the revert of a selection does. */
export function forecastSentence(tools: Tools, chosen: readonly Chosen[]): Rich {
  const { t, when } = tools;
  const [first] = chosen;
  const sent = chosen.filter(({ line }) => line.offered).length;
  const what = first && chosen.length === 1 ? one(tools, first) : many(t, chosen);
  const fate = sent === 0 ? 'nothingSent' : sent === chosen.length ? 'allSent' : 'someSent';
  return sentences([what, richText(t, `forecast.${fate}`, { count: sent, when }), richText(t, 'forecast.listed')]);
}

/** What a revert has done. */
export function doneSentence({ t, tables, when }: Tools, { done, one: only }: Reverted): Rich {
  const what = only
    ? richText(t, `done.${only.line.operation}`, {
        id: span(titleOf(only.line).id, 'strong'),
        columns: only.line.operation === 'update' ? columnsBack({ t, tables, when }, only) : [],
      })
    : richText(t, 'done.many', { count: done.records });
  const fate = done.sent === 0 ? 'nothingSent' : 'sent';
  return sentences([what, richText(t, `done.${fate}`, { count: done.sent, when })]);
}

function one(tools: Tools, item: Chosen): Rich {
  const { t } = tools;
  const id = titleOf(item.line).id;
  if (item.line.operation !== 'update') return richText(t, `forecast.${item.line.operation}`, { id });
  return richText(t, 'forecast.update', { id, columns: columnsBack(tools, item), lost: lost(tools, item) });
}

/** "Status In progress and Amount 280.00". */
function columnsBack({ t, tables }: Tools, { line, columns }: Chosen): Rich {
  const all = columns ?? line.columns.map(({ column }) => column);
  const items = all.slice(0, named).map((column) =>
    richText(t, 'forecast.column', {
      column: columnTitle(column),
      value: sideText({ t, tables }, line, { column, side: 'old' }).text,
    }),
  );
  const more = all.length - items.length;
  return listRich(t, more === 0 ? items : [...items, richText(t, 'forecast.more', { count: more })]);
}

function lost({ t, tables }: Tools, { line, columns }: Chosen): Rich {
  const all = (columns ?? line.columns.map(({ column }) => column)).slice(0, named);
  const texts = all.map((column) => span(short(sideText({ t, tables }, line, { column, side: 'new' }).text), 'soft'));
  return richText(t, 'forecast.givesWay', { count: texts.length, values: listRich(t, texts) });
}

function many(t: TFunction, chosen: readonly Chosen[]): Rich {
  const parts = (['insert', 'update', 'delete'] as const).flatMap((operation) => {
    const count = chosen.filter(({ line }) => line.operation === operation).length;
    return count === 0 ? [] : [richText(t, `forecast.many.${operation}`, { count })];
  });
  return richText(t, 'forecast.many.all', { parts: listRich(t, parts) });
}

function short(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
