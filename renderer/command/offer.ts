// What the command box lists: places to go to and steps to take, in groups.

import type { ComponentType } from 'react';

/** The groups in the order in which they stand. */
export const groups = ['recent', 'exact', 'screens', 'tables', 'steps', 'conflicts', 'records'] as const;

/** One group. */
export type Group = (typeof groups)[number];

/** What an offer leads to. */
export type OfferIcon = 'screen' | 'table' | 'record' | 'conflict' | 'session' | 'step';

interface Line {
  /** The same for the same thing at any time: `place #/feed/8`, `step sync`. */
  readonly id: string;
  readonly group: Group;
  readonly Icon: ComponentType;
  /** Our words or the office's own: both are shown as plain text, apart from their neighbours. */
  readonly name: string;
  readonly about: string;
  readonly keys?: string;
}

/** A place: one goes there. */
export interface PlaceOffer extends Line {
  readonly kind: 'place';
  /** `#/feed/8`. */
  readonly place: string;
  readonly icon: OfferIcon;
}

/** A step: something is done. */
export interface StepOffer extends Line {
  readonly kind: 'step';
  /** Why it cannot be taken now; null = it can. */
  readonly whyNot: string | null;
  /** True when it is done; false keeps the box open. */
  run(): Promise<boolean>;
}

/** One line of the box. */
export type Offer = PlaceOffer | StepOffer;

/** True for what Enter can act on. */
export function isOpen(offer: Offer): boolean {
  return offer.kind === 'place' || offer.whyNot === null;
}
