// The customers of the office: about nine hundred, numbered with gaps where others have left.

import type { Dice } from '../dice.ts';
import { contactRoles, firstNames, lastNames, mailName } from '../words/names.ts';
import { customerKinds, danishStreets, streets, towns, type CustomerKind, type Town } from '../words/places.ts';
import { fill, numbered, type OfficeContext } from './context.ts';
import { knownCustomers } from './known.ts';
import { placeNotes } from './notes.ts';
import type { Customer } from './rows.ts';

const highestNumber = 1252;

/** All customers, by number. */
export function makeCustomers(context: OfficeContext): Customer[] {
  const dice = context.dice('customers');
  const known = new Map(knownCustomers.map((customer) => [customer.number, customer]));
  const names = new Set(knownCustomers.map((customer) => customer.name));
  const made: Customer[] = [];
  for (let value = 1; value <= highestNumber; value++) {
    const number = numbered('C-', 4, value);
    const fixed = known.get(number);
    if (!fixed && dice.chance(0.27)) continue;
    const customer = makeCustomer(context, dice, number, names);
    made.push(fixed ? { ...customer, email: mailOf(dice, 'office', fixed.name), ...fixed, country: 'DE' } : customer);
  }
  return made;
}

function makeCustomer(context: OfficeContext, dice: Dice, number: string, names: Set<string>): Customer {
  const kind = dice.weighted(customerKinds.map((item) => [item, item.weight] as const));
  const town = dice.weighted(towns);
  const name = freshName(dice, kind, town, names);
  const person = `${dice.pick(firstNames)} ${dice.pick(lastNames)}`;
  const isPrivate = kind.kind === 'Private';
  const since = dice.int(20, 3400);
  return {
    number,
    name,
    kind: kind.kind,
    contact: isPrivate ? null : person,
    phone: dice.chance(0.95) ? phoneIn(dice, town) : null,
    email: dice.chance(0.85) ? mailOf(dice, isPrivate ? 'post' : person, name) : null,
    address: addressIn(dice, town),
    country: town.country,
    payment_days: dice.weighted([
      [14, 5],
      [30, 4],
      [8, 1],
    ]),
    discount_percent: isPrivate || dice.chance(0.4) ? null : dice.pick([2, 2.5, 3, 5, 7.5, 10, 12.5]),
    credit_limit: isPrivate ? null : dice.int(2, 80) * 500,
    customer_since: context.date(-since),
    active: dice.chance(0.94) ? 1 : 0,
    notes: placeNotes(dice, town.country),
    updated: context.dateTime(-dice.int(1, Math.min(since, 400)), dice.int(450, 1020)),
  };
}

/** A telephone number of the town. */
export function phoneIn(dice: Dice, town: Town): string {
  return town.country === 'DK'
    ? `${town.area} 55 ${dice.int(10, 99)} ${dice.int(10, 99)}`
    : `${town.area} 555 0${dice.int(100, 999)}`;
}

/** Street, number, postal code and town. */
export function addressIn(dice: Dice, town: Town): string {
  const street = dice.pick(town.country === 'DK' ? danishStreets : streets);
  const letter = dice.chance(0.12) ? dice.pick(['a', 'b', 'c']) : '';
  return `${street} ${dice.int(1, 90)}${letter}, ${dice.int(...town.codes)} ${town.name}`;
}

/** A contact at a site, with or without what they do there. */
export function contactName(dice: Dice): string {
  const name = `${dice.pick(firstNames)} ${dice.pick(lastNames)}`;
  return dice.chance(0.45) ? `${name}, ${dice.pick(contactRoles)}` : name;
}

/** A name that no other customer has; when the combinations run out it is numbered. */
function freshName(dice: Dice, kind: CustomerKind, town: Town, names: Set<string>): string {
  for (let tries = 1; ; tries++) {
    const [last, other] = dice.some(lastNames, 2);
    const street = dice.pick(town.country === 'DK' ? danishStreets : streets);
    const values = { first: dice.pick(firstNames), last: last ?? '', other: other ?? '', street, town: town.name };
    const plain = fill(dice.pick(kind.names), values);
    const name = tries < 20 ? plain : `${plain} ${names.size}`;
    if (names.has(name)) continue;
    names.add(name);
    return name;
  }
}

function mailOf(dice: Dice, person: string, company: string): string {
  const domain = mailName(company).replaceAll(/\.|-+/g, '-').slice(0, 32).replace(/-$/, '');
  return `${dice.chance(0.3) ? 'office' : mailName(person)}@${domain}.example`;
}
