// The forecast as a sentence: before the click, while the decision waits, and when it is done (RS-05).

import type { TFunction } from 'i18next';
import { columnTitle } from '../../format/names.ts';
import { listRich, plainText, richText, sentences, span, type Rich } from '../../format/rich.ts';
import { capital, type Them } from '../people.ts';
import type { Forecast, Item } from './forecast.ts';
import { columnAndValue, valueThatGives, type ValueWords } from './value-words.ts';

/** Before the click, decided and not sent, sent, or proved. */
export type Tense = 'will' | 'next' | 'sent' | 'had';

/** What the sentence is about. */
export interface ForecastSubject extends ValueWords {
  readonly them: Them;
  /** "WO-10482". */
  readonly id: string;
  /** "With the next session, 11:00,": used while a decision waits. */
  readonly when: string;
}

/** How many columns are named before the rest is counted. */
const named = 3;

/** The sentence. */
export function forecastSentence(subject: ForecastSubject, forecast: Forecast, tense: Tense): Rich {
  const { outcome } = forecast;
  if (outcome === 'open' || outcome === 'invalid' || outcome === 'unchosen') return waiting(subject, forecast);
  return sentences([lead(subject, forecast, tense), ...history(subject, forecast)]);
}

/** True where the decision changes the hub. */
function sends({ outcome }: Forecast): boolean {
  return ['sends', 'restore', 'delete-too', 'take-back-changed', 'overwrite'].includes(outcome);
}

function waiting(subject: ForecastSubject, forecast: Forecast): Rich {
  const { t, id } = subject;
  if (forecast.outcome === 'unchosen') return richText(t, 'forecast.will.unchosen', { id });
  const about = (outcome: 'open' | 'invalid'): readonly Rich[] => {
    const items = forecast[outcome];
    if (items.length === 0) return [];
    const columns = listed(subject, items, ({ row }) => columnTitle(row.column.name), 'strong');
    return [richText(t, `forecast.will.${outcome}`, { columns, count: items.length })];
  };
  const groups = groupsOf(subject, forecast);
  return sentences([
    ...about('open'),
    ...about('invalid'),
    ...(groups.length > 0 ? [richText(t, 'forecast.will.filled', { groups })] : []),
  ]);
}

function lead(subject: ForecastSubject, forecast: Forecast, tense: Tense): Rich {
  const { t, id, them, when } = subject;
  const { outcome } = forecast;
  const own = [...forecast.mine, ...forecast.typed];
  const columns = listed(subject, own, ({ row }) => columnTitle(row.column.name), 'strong');
  const extra = outcome === 'restore' && own.length > 0 ? richText(t, 'forecast.with', { columns }) : span('');
  const key = tense === 'sent' && !sends(forecast) ? 'had' : tense;
  return richText(t, `forecast.${key}.${outcome}`, {
    id,
    when,
    name: them.short,
    with: extra,
    groups: groupsOf(subject, forecast),
  });
}

/** Where the hub's new values come from: "Status Done and Site phone from you, Start from Anna and Notes joined from both". */
export function groupsOf(subject: ForecastSubject, forecast: Forecast): Rich {
  const { t, them } = subject;
  const group = (name: 'mine' | 'theirs' | 'before' | 'typed' | 'joined' | 'summed'): readonly Rich[] => {
    const items = forecast[name];
    if (items.length === 0) return [];
    const tells = (item: Item): string =>
      item.row.state === 'both-different' && name !== 'joined'
        ? columnAndValue(subject, item)
        : columnTitle(item.row.column.name);
    const columns = listed(
      subject,
      items,
      name === 'typed' ? (item) => columnAndValue(subject, item) : tells,
      'strong',
    );
    return [richText(t, `group.${name}`, { columns, name: them.short })];
  };
  return clauses(t, [
    ...group('mine'),
    ...group('theirs'),
    ...group('typed'),
    ...group('summed'),
    ...group('joined'),
    ...group('before'),
  ]);
}

/** Groups hold an "and" of their own: commas between them, and one more before the last of three. */
function clauses(t: TFunction, groups: readonly Rich[]): Rich {
  const last = groups.length > 2 ? groups.at(-1) : undefined;
  const head = (last ? groups.slice(0, -1) : groups).flatMap((item, at) =>
    at === 0 ? [...item] : [...span(', '), ...item],
  );
  return last ? richText(t, 'list.commaAnd', { head, last }) : head;
}

/** What stays in the history only. */
function history(subject: ForecastSubject, forecast: Forecast): readonly Rich[] {
  const { t, them } = subject;
  const { outcome } = forecast;
  const whole = (whose: string): Rich => richText(t, 'gives.delete', { whose: capital(whose) });
  if (outcome === 'restore') return [whole(them.whose)];
  if (outcome === 'take-back' || outcome === 'take-back-changed') return [whole(t('people.your'))];
  return [gives(subject, them.whose, forecast.givesTheirs), gives(subject, t('people.your'), forecast.givesMine)];
}

function gives(subject: ForecastSubject, whose: string, items: readonly Item[]): Rich {
  if (items.length === 0) return [];
  const values = listed(subject, items, (item) => valueThatGives(subject, item), 'soft');
  return richText(subject.t, 'gives.values', { whose: capital(whose), values, count: items.length });
}

function listed(
  { t }: ForecastSubject,
  items: readonly Item[],
  say: (item: Item) => string,
  tone: 'strong' | 'soft',
): Rich {
  const spare = items.length === named + 1 ? named + 1 : named;
  const shown = items.slice(0, spare).map((item) => span(say(item), tone));
  const rest = items.length - shown.length;
  if (rest === 0) return listRich(t, shown);
  return listRich(t, [...shown, span(plainText(richText(t, 'list.more', { count: rest })), tone)]);
}
