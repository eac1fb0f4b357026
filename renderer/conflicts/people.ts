// Who is who in a conflict: names as the hub tells them, and what is said where it tells none (CF-10).

import type { TFunction } from 'i18next';
import { conflictRules, ruleSignature } from '../../main/sync/rule.ts';
import type { Detail } from './compare/detail.ts';

/** The other side in words. */
export interface Them {
  /** "Anna Berger"; null where the hub does not tell. */
  readonly name: string | null;
  /** "Anna", or "the hub": for the middle of a sentence. */
  readonly short: string;
  /** "Anna’s", or "the hub’s". */
  readonly whose: string;
  readonly device: string | null;
  /** When it was changed there; where the hub does not tell, when it was received. */
  readonly at: string;
}

/** The other side of a conflict. */
export function themOf(t: TFunction, detail: Pick<Detail, 'theirsBy' | 'raisedAt' | 'history'>): Them {
  const { user, device, at } = detail.theirsBy;
  const short = user === null ? t('people.hub') : firstName(user);
  const whose = user === null ? t('people.hubs') : t('people.whose', { name: short });
  return { name: user, short, whose, device, at: at ?? receivedAt(detail) };
}

/** When the hub's version came here last. */
function receivedAt({ history, raisedAt }: Pick<Detail, 'raisedAt' | 'history'>): string {
  return history.findLast((step) => step.why === 'hub-changed' || step.why === 'raised')?.at ?? raisedAt;
}

/** "by you", "by Anna Berger", "by the rule Device wins": who decided. */
export function byText(t: TFunction, who: string, user: string | null): string {
  if (who === user) return t('way.byYou');
  const rule = conflictRules.find((item) => ruleSignature(item) === who);
  return rule ? t('way.byRule', { rule: t(`rule.${rule}`) }) : t('way.by', { name: who });
}

/** "Anna Berger" → "Anna"; a sign-in name stays whole. */
export function firstName(user: string): string {
  return /^\p{L}+ .*\p{L}$/u.test(user) ? (user.split(' ')[0] ?? user) : user;
}

/** A text that begins a sentence. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
