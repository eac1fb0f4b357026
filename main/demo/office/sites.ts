// The sites that are visited: every customer has one or more, and a large site has parts (`parent_site`).

import type { Dice } from '../dice.ts';
import { customerKinds, openingHours, towns } from '../words/places.ts';
import { addressIn, contactName, phoneIn } from './customers.ts';
import { numbered, type OfficeContext } from './context.ts';
import { knownSites } from './known.ts';
import { placeNotes } from './notes.ts';
import type { Customer, Site } from './rows.ts';

const energies = ['Gas', 'Oil', 'District heating', 'Heat pump', 'Pellets'] as const;

interface Draft {
  readonly name: string;
  readonly address: string;
  readonly parent: string | null;
}

/** All sites, by number; a part's number is higher than that of the site it belongs to. */
export function makeSites(context: OfficeContext, customers: readonly Customer[]): Site[] {
  const dice = context.dice('sites');
  const owners = new Set(knownSites.map((site) => site.customer));
  const nextNumber = freeNumbers(new Set(knownSites.map((site) => site.number)));
  const made = customers.flatMap((customer) => {
    if (owners.has(customer.number)) return fixedSites(context, dice, customer);
    const main = makeSite(context, dice, customer, { ...mainSite(customer), number: nextNumber() });
    const parts = partNames(dice, customer).map((part) => ({ ...partOf(dice, main, part), number: nextNumber() }));
    return [main, ...parts.map((part) => makeSite(context, dice, customer, part))];
  });
  return made.sort((a, b) => (a.number < b.number ? -1 : 1));
}

function fixedSites(context: OfficeContext, dice: Dice, customer: Customer): Site[] {
  return knownSites
    .filter((site) => site.customer === customer.number)
    .map((site) => ({ ...makeSite(context, dice, customer, { ...mainSite(customer), number: site.number }), ...site }));
}

function freeNumbers(taken: ReadonlySet<string>): () => string {
  let last = 0;
  return () => {
    do last++;
    while (taken.has(numbered('S-', 4, last)));
    return numbered('S-', 4, last);
  };
}

function mainSite(customer: Customer): Draft {
  return { name: customer.name, address: customer.address ?? '', parent: null };
}

function partNames(dice: Dice, customer: Customer): string[] {
  const kind = customerKinds.find((item) => item.kind === customer.kind);
  if (!kind) return [];
  return dice.some(kind.parts, dice.int(...kind.sites) - 1);
}

function partOf(dice: Dice, main: Site, part: string): Draft {
  const isElsewhere = dice.chance(0.35);
  const town = towns.find(([item]) => main.address.endsWith(item.name))?.[0];
  return {
    name: `${main.name}, ${part}`,
    address: isElsewhere && town ? addressIn(dice, town) : main.address,
    parent: isElsewhere ? null : main.number,
  };
}

function makeSite(
  context: OfficeContext,
  dice: Dice,
  customer: Customer,
  draft: Draft & { readonly number: string },
): Site {
  const town = towns.find(([item]) => draft.address.endsWith(item.name))?.[0] ?? dice.weighted(towns);
  const degrees = (middle: number): number => Math.round((middle + dice.int(-450, 450) / 10_000) * 100_000) / 100_000;
  return {
    number: draft.number,
    name: draft.name,
    customer: customer.number,
    parent_site: draft.parent,
    address: draft.address,
    contact: customer.kind === 'Private' && dice.chance(0.8) ? customer.name : contactName(dice),
    phone: dice.chance(0.85) ? phoneIn(dice, town) : customer.phone,
    access_code: dice.chance(0.4) ? `${dice.int(1000, 9999)}${dice.pick(['#', '', '*'])}` : null,
    opening_hours: customer.kind === 'Private' ? null : dice.pick(openingHours),
    energy: dice.pick(energies),
    built: dice.chance(0.85) ? dice.int(1904, context.year - 3) : null,
    area_m2: dice.chance(0.8) ? (customer.kind === 'Private' ? dice.int(120, 520) : dice.int(240, 16_000)) / 2 : null,
    latitude: degrees(town.latitude),
    longitude: degrees(town.longitude),
    notes: placeNotes(dice, town.country),
    updated: context.dateTime(-dice.int(1, 380), dice.int(450, 1020)),
  };
}
