// When a tile of Status changes its colour, as it is set on this computer (ST-08).

import { useMemo, useSyncExternalStore } from 'react';
import { keptObject } from '../parts/kept-object.ts';

/** The numbers that can be set: counts from which a colour holds, and one age in days. */
export interface Thresholds {
  readonly conflictsAmberFrom: number;
  readonly conflictsRedAfterDays: number;
  readonly errorsRedFrom: number;
  /** Parked rows, or errors that are too few for red. */
  readonly errorsAmberFrom: number;
}

/** What holds where nothing else was set. */
export const defaultThresholds: Thresholds = {
  conflictsAmberFrom: 1,
  conflictsRedAfterDays: 7,
  errorsRedFrom: 1,
  errorsAmberFrom: 1,
};

/** Their names, in the order of the page. */
export const thresholdNames = Object.keys(defaultThresholds) as readonly (keyof Thresholds)[];

const storageKey = 'concord.thresholds';
const changed = 'concord-thresholds';

/** Whether a number can be set. */
export function isThreshold(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 9999;
}

/** The thresholds in force; a change counts at once, also in other windows. */
export function useThresholds(): Thresholds {
  const kept = useSyncExternalStore(subscribe, () => localStorage.getItem(storageKey));
  return useMemo(() => readThresholds(kept), [kept]);
}

/** Keeps them. */
export function keepThresholds(thresholds: Thresholds): void {
  localStorage.setItem(storageKey, JSON.stringify(thresholds));
  window.dispatchEvent(new Event(changed));
}

/** Thresholds as they were kept; what is none of them is the default. */
export function readThresholds(text: string | null): Thresholds {
  const kept = keptObject(text);
  const one = (name: keyof Thresholds): number => {
    const value = kept[name];
    return isThreshold(value) ? value : defaultThresholds[name];
  };
  return {
    conflictsAmberFrom: one('conflictsAmberFrom'),
    conflictsRedAfterDays: one('conflictsRedAfterDays'),
    errorsRedFrom: one('errorsRedFrom'),
    errorsAmberFrom: one('errorsAmberFrom'),
  };
}

function subscribe(listener: () => void): () => void {
  window.addEventListener(changed, listener);
  window.addEventListener('storage', listener);
  return () => {
    window.removeEventListener(changed, listener);
    window.removeEventListener('storage', listener);
  };
}
