// Notes as technicians and dispatchers write them: a few sentences, now and then a whole record of acceptance.

import type { Dice } from '../dice.ts';
import type { OrderStatus } from '../schema.ts';
import {
  callPhrases,
  danishSitePhrases,
  holdPhrases,
  nextPhrases,
  recordPhrases,
  sitePhrases,
  workPhrases,
} from '../words/phrases.ts';
import { lastNames } from '../words/names.ts';
import type { Job, Trade } from '../words/trades.ts';
import { fill } from './context.ts';

/** One to four sentences that fit the order's status; none for some, and one in forty is a record of 1–2 KB. */
export function visitNotes(dice: Dice, trade: Trade, job: Job, status: OrderStatus): string | null {
  if (dice.chance(0.18)) return null;
  const minded = dice.chance(0.35) ? [dice.pick(sitePhrases)] : [];
  const held = status === 'On hold' ? [dice.pick(holdPhrases)] : [];
  if (status === 'New' || status === 'Scheduled' || (held.length > 0 && dice.chance(0.5))) {
    return sentences(dice, [job.asks, ...held, ...dice.some(callPhrases, dice.int(0, 1)), ...minded]);
  }
  if (dice.chance(0.026)) return acceptanceRecord(dice, trade);
  const next = held.length === 0 && dice.chance(0.5) ? [dice.pick(nextPhrases)] : [];
  return sentences(dice, [...dice.some(workPhrases[trade], dice.int(1, 2)), ...held, ...minded, ...next]);
}

/** One or two sentences about a place or a customer, in the language spoken there. */
export function placeNotes(dice: Dice, country: string): string | null {
  if (dice.chance(0.7)) return null;
  return sentences(dice, dice.some(country === 'DK' ? danishSitePhrases : sitePhrases, dice.int(1, 2)));
}

/** Phrases as one text, their blanks filled in. */
export function sentences(dice: Dice, phrases: readonly string[]): string {
  return phrases.map((phrase) => fill(phrase, figures(dice))).join(' ');
}

/** “Ms Vogel”. */
export function formalName(dice: Dice): string {
  return `${dice.pick(['Ms', 'Mr'])} ${dice.pick(lastNames)}`;
}

function acceptanceRecord(dice: Dice, trade: Trade): string {
  const steps = dice.some(recordPhrases.slice(1), dice.int(11, 18));
  const work = dice.some(workPhrases[trade], 3);
  return sentences(dice, [recordPhrases[0], ...steps, ...work]);
}

function figures(dice: Dice): Readonly<Record<string, string | number>> {
  return {
    bar: (dice.int(12, 60) / 10).toFixed(1),
    temp: dice.int(38, 68),
    cool: dice.int(11, 19),
    count: dice.int(12, 60),
    days: dice.int(2, 9),
    percent: dice.int(4, 14),
    kwh: dice.int(4200, 98000),
    name: formalName(dice),
  };
}
