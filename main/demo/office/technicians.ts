// The technicians and what they are trained for.

import { firstNames, lastNames, mailName } from '../words/names.ts';
import { skills, type Trade } from '../words/trades.ts';
import { timeText } from '../calendar.ts';
import type { Dice } from '../dice.ts';
import { type OfficeContext } from './context.ts';
import { knownTechnicians } from './known.ts';
import type { Technician, TechnicianSkill } from './rows.ts';

const count = 46;

/** All technicians, in the order in which they were hired. */
export function makeTechnicians(context: OfficeContext): Technician[] {
  const dice = context.dice('technicians');
  const names = new Map<string, readonly [string, Trade]>(knownTechnicians.map((item) => [item[0], item]));
  while (names.size < count) {
    const name = `${dice.pick(firstNames)} ${dice.pick(lastNames)}`;
    names.set(name, [name, dice.weighted(trades)]);
  }
  return [...names.values()].map((person, place) => makeTechnician(context, dice, person, place));
}

/** Two to six skills each: most of the own trade, some of general use. */
export function makeSkills(context: OfficeContext, technicians: readonly Technician[]): TechnicianSkill[] {
  const dice = context.dice('technician_skills');
  return technicians.flatMap(({ login, trade }) => {
    const fitting = skills.filter(([, of]) => of === trade || of === null).map(([skill]) => skill);
    const foreign = skills.filter(([, of]) => of !== trade && of !== null).map(([skill]) => skill);
    const own = [...dice.some(fitting, dice.int(2, 5)), ...dice.some(foreign, dice.int(0, 1))];
    return own.sort().map((skill) => ({ technician: login, skill }));
  });
}

const trades = [
  ['Heating', 5],
  ['Water', 3],
  ['Cooling', 2],
] as const;

function makeTechnician(
  context: OfficeContext,
  dice: Dice,
  [name, trade]: readonly [string, Trade],
  place: number,
): Technician {
  const login = mailName(name);
  const starts = dice.pick([390, 420, 420, 450]);
  const isKnown = place < knownTechnicians.length;
  return {
    login,
    personnel_number: 1004 + place * 3,
    name,
    trade,
    phone: `0151 555 0${dice.int(100, 999)}`,
    email: `${login}@brunner.example`,
    van: `HH-BF ${210 + place}`,
    hired: context.date(-3600 + place * 74 + dice.int(0, 60)),
    day_starts: timeText(starts),
    day_ends: timeText(starts + 510),
    hourly_rate: dice.int(96, 148) / 2,
    active: isKnown || dice.chance(0.93) ? 1 : 0,
  };
}
