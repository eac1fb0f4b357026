// Why it is a conflict, in one breath, with people and times (CF-11).

import type { TFunction } from 'i18next';
import { columnTitle, recordNoun } from '../../format/names.ts';
import { listRich, richText, sentences, span, type Rich } from '../../format/rich.ts';
import { isToday, timeText } from '../../format/times.ts';
import { capital, type Them } from '../people.ts';
import type { Prepared } from './comparison.ts';

/** How many columns are named before the rest is counted; the table names them all. */
const named = 4;

/** The sentences above the comparison. */
export function whySentences(t: TFunction, prepared: Prepared, them: Them): Rich {
  const { detail } = prepared;
  return sentences([
    turned(t, prepared, them),
    happened(t, prepared, them),
    ...(detail.agreedAt === null ? [] : [richText(t, 'why.agreed', { time: timeText(detail.agreedAt) })]),
    ...changed(t, prepared, them),
    ...(detail.behind > 0 ? [richText(t, 'why.behind', { count: detail.behind })] : []),
  ]);
}

/** What brought a settled conflict back. */
function turned(t: TFunction, { detail }: Prepared, them: Them): Rich {
  const last = detail.history.findLast((step) => step.state === detail.state);
  if (detail.state === 'reopened')
    return richText(t, 'why.reopened', { name: capital(them.short), time: timeText(last?.at ?? them.at) });
  if (detail.state === 'parked') return richText(t, 'why.parked', { reason: last?.why ?? '' });
  if (detail.state === 'undone') return richText(t, 'why.undone', { time: timeText(last?.at ?? detail.changedAt) });
  return [];
}

function happened(t: TFunction, { detail, shape }: Prepared, them: Them): Rich {
  const told = them.name === null ? 'untold' : 'told';
  const deletedUnknown = shape === 'theirs-unknown' && detail.mine === null ? '-deleted' : '';
  return richText(t, `why.${shape}${deletedUnknown}.${told}${detail.mineAt === null ? '-undated' : ''}`, {
    noun: recordNoun(detail.table),
    name: span(them.name ?? '', 'strong'),
    short: them.short,
    mine: atText(t, detail.mineAt ?? detail.raisedAt),
    theirs: atText(t, them.at),
  });
}

/** "at 08:15", "on Fri 17:02". */
function atText(t: TFunction, iso: string): string {
  return t(isToday(iso) ? 'why.at' : 'why.on', { time: timeText(iso) });
}

function changed(t: TFunction, { merged, shape }: Prepared, them: Them): readonly Rich[] {
  const of = (state: string): Rich => {
    const names = merged.filter((item) => item.state === state).map((item) => span(columnTitle(item.column), 'strong'));
    const shown = names.length > named + 1 ? names.slice(0, named) : names;
    const rest = names.length - shown.length;
    return listRich(t, rest === 0 ? shown : [...shown, richText(t, 'list.more', { count: rest })]);
  };
  const both = of('both-different');
  const mine = of('mine-only');
  const theirs = of('theirs-only');
  if (shape === 'both-added') return both.length > 0 ? [richText(t, 'why.differ', { columns: both })] : [];
  if (shape === 'deleted-here') return clause(t, 'why.theyChanged', theirs, them);
  if (shape !== 'both-changed') return clause(t, 'why.youChanged', mine, them);
  const clauses = [
    ...clause(t, 'why.bothClause', both, them),
    ...clause(t, 'why.mineClause', mine, them),
    ...clause(t, 'why.theirsClause', theirs, them),
  ];
  const joined = clauses.flatMap((part, at) => (at === 0 ? [...part] : [...span('; '), ...part]));
  if (joined.length === 0) return [];
  const [first, ...rest] = joined;
  return first ? [[{ ...first, text: capital(first.text) }, ...rest, ...span('.')]] : [];
}

function clause(t: TFunction, key: string, columns: Rich, them: Them): readonly Rich[] {
  return columns.length > 0 ? [richText(t, key, { columns, name: them.short, Name: capital(them.short) })] : [];
}
