// The rule that the user chose for conflicts, at work: right after a session it decides what that session raised.

import type { ConflictInbox } from '../conflicts/inbox.ts';
import type { Entry } from '../conflicts/list.ts';
import { readSetting, saveSetting } from '../replica/settings.ts';
import type { Reader, Writer } from '../sqlite/database.ts';
import type { Choice } from '../sync/resolution.ts';
import { conflictRules, ruleChoice, ruleSignature, type ConflictRule } from '../sync/rule.ts';

const pageSize = 500;

/** The rule of a replica; `ask` until another one is chosen. */
export function readRule(reader: Reader): ConflictRule {
  const saved = readSetting<string>(reader, 'conflictRule');
  return conflictRules.find((rule) => rule === saved) ?? 'ask';
}

/** Chooses a rule, for what is raised from now on. The caller holds a write transaction. */
export function saveRule(db: Writer, rule: ConflictRule): void {
  saveSetting(db, 'conflictRule', rule);
}

/** What a rule did after one session. */
export interface RuledSession {
  readonly rule: ConflictRule;
  readonly decided: number;
  /** Left to the person: the rule has no answer, or the record cannot be written so. */
  readonly left: number;
}

/**
 * Decides what session `no` raised, by the rule; null where there is nothing for it. What was raised before, reopened or
 * taken back by the person is left alone, so that nobody is overruled.
 */
export async function decideByRule(
  { inbox, rule }: { readonly inbox: ConflictInbox; readonly rule: ConflictRule },
  no: number,
): Promise<RuledSession | null> {
  if (rule === 'ask') return null;
  const mark = inbox.mark();
  const raised = raisedIn(inbox, no);
  if (raised.length === 0) return null;
  let decided = 0;
  for (const { choice, numbers } of alike(raised, rule))
    decided += (await inbox.resolveAll(numbers, choice, ruleSignature(rule), mark)).decided;
  return { rule, decided, left: raised.length - decided };
}

/** New entries of a session, oldest first. */
function raisedIn(inbox: ConflictInbox, no: number): Entry[] {
  const raised: Entry[] = [];
  for (let offset = 0; ; offset += pageSize) {
    const { entries } = inbox.list({ state: 'undecided', session: no, limit: pageSize, offset });
    raised.push(...entries.filter((entry) => entry.session === no && entry.decision === null));
    if (entries.length < pageSize) return raised.toReversed();
  }
}

/** Entries that get the same choice, together: each group is one step of the inbox. */
function alike(entries: readonly Entry[], rule: ConflictRule): Iterable<{ choice: Choice; numbers: number[] }> {
  const groups = new Map<string, { choice: Choice; numbers: number[] }>();
  for (const entry of entries) {
    const choice = ruleChoice(rule, entry);
    if (!choice) continue;
    const name = JSON.stringify(choice);
    const group = groups.get(name) ?? { choice, numbers: [] };
    group.numbers.push(entry.no);
    groups.set(name, group);
  }
  return groups.values();
}
