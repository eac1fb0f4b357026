// A point of a timeline in words: who did what, on which device, when; what is not told is said, never guessed (PD-08, CF-10).

import type { TFunction } from 'i18next';
import { conflictRules, ruleSignature } from '../../../main/sync/rule.ts';
import { richText, type Rich } from '../../format/rich.ts';
import { timeText } from '../../format/times.ts';
import { titlesOf, type DataTable } from '../data-table.ts';
import type { TimelinePoint } from './points.ts';

/** Who looks: their own doings are "you". */
export interface Looker {
  readonly user: string;
  readonly device: string;
}

/** "**Anna Berger** changed Technician". */
export function pointWords(t: TFunction, table: DataTable, point: TimelinePoint, looker: Looker | null): Rich {
  const columns = titlesOf(table, point.columns);
  const named = point.kind === 'changed' && columns.length === 0 ? 'changedAny' : point.kind;
  return richText(t, `timeline.${named}`, {
    who: whoText(t, point, looker),
    columns: t('list', { items: columns }),
    no: point.conflict ?? '',
    kept: point.keep === null ? '' : t(`timeline.kept.${point.keep}`),
    why: point.why ?? '',
  });
}

/** "Desk-02 · Fri 15:40". */
export function pointFacts(t: TFunction, point: TimelinePoint, looker: Looker | null): string {
  const { kind, side, at, device, user } = point;
  const time = at === null ? null : timeText(at);
  if (kind === 'now') return t('timeline.nowMore');
  if (kind === 'base') return time === null ? t('timeline.baseUndated') : t('timeline.baseMore', { time });
  const isVersion = kind === 'added' || kind === 'changed' || kind === 'deleted';
  if (isVersion && side === 'theirs' && user === null) return t('timeline.notTold', { time: time ?? '' });
  const where = isVersion && side === 'mine' ? (device ?? looker?.device ?? null) : device;
  return [where, time].filter(Boolean).join(' · ');
}

function whoText(t: TFunction, { side, user }: TimelinePoint, looker: Looker | null): string {
  const rule = conflictRules.find((item) => ruleSignature(item) === user);
  if (rule) return t('timeline.rule', { rule: t(`rule.${rule}`, { ns: 'conflicts' }) });
  if (side === 'theirs') return user ?? t('timeline.hub');
  if (user === null) return side === 'mine' ? t('timeline.here') : '';
  return user === looker?.user ? t('timeline.you') : user;
}
