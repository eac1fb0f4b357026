// A filter in a few words, for its chip: "Status is Done", "Start from 1 Jun", "Site is Hall B or annex".

import type { TFunction } from 'i18next';
import { cellFromTyped } from '../../../main/sync/value.ts';
import { cellToJson } from '../../../main/sync/cell.ts';
import { cellText, type WindowColumn } from '../../format/cells.ts';
import type { AddressFilter, Operator } from '../address.ts';
import { titleOf, ruleColumn } from '../data-table.ts';
import { kindOf } from './filter-kinds.ts';

const named = 2;

/** The words of a filter; `nameOf` knows what a key is called. */
export function filterWords(
  t: TFunction,
  column: WindowColumn,
  { operator, values }: Pick<AddressFilter, 'operator' | 'values'>,
  nameOf: (key: string) => string | null,
): string {
  const title = titleOf(column);
  const shown = values.slice(0, named).map((value) => valueWords(t, column, { operator, value }, nameOf));
  const more = values.length - shown.length;
  const list =
    shown.length === 2 && more === 0 ? t('filter.or', { first: shown[0], last: shown[1] }) : shown.join(', ');
  return t(`filter.words.${operatorText(column, operator)}`, {
    column: title,
    value: more > 0 ? t('filter.more', { list, count: more }) : list,
  });
}

/** Days are "after" and "from", numbers ">" and "≥". */
export function operatorText(column: WindowColumn, operator: Operator): string {
  const isTime = kindOf(column) === 'day' || kindOf(column) === 'time';
  const isCompared = ['less', 'greater', 'at-least', 'at-most'].includes(operator);
  return isTime && isCompared ? `${operator}-time` : operator;
}

function valueWords(
  t: TFunction,
  column: WindowColumn,
  { operator, value }: { readonly operator: Operator; readonly value: string },
  nameOf: (key: string) => string | null,
): string {
  if (operator === 'contains' || operator === 'begins') return `“${value}”`;
  const name = nameOf(value);
  if (name !== null) return name;
  const cell = cellToJson(cellFromTyped(ruleColumn(column), value));
  const isDay = kindOf(column) === 'day';
  return cellText(isDay && value.length <= 10 ? { ...column, type: 'date' } : column, cell, t).text;
}
