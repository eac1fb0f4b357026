// What was chosen for the last export, kept on this computer (TL-08, TL-11).

import { useState } from 'react';
import type { CallInput } from '../../../main/window/contract.ts';
import { keptObject } from '../../parts/kept-object.ts';

/** What a file is to hold, but for the range. */
export type ExportChoice = Pick<
  Required<CallInput<'telemetry.exportPlan'>>,
  'format' | 'signal' | 'names' | 'contains' | 'pseudonyms'
>;

const storageKey = 'concord.export';

/** The safe beginning: a table for a spreadsheet, without names and values. */
const first: ExportChoice = {
  format: 'csv',
  signal: 'logs',
  names: 'concord',
  contains: 'ids',
  pseudonyms: false,
};

const known: { readonly [N in Exclude<keyof ExportChoice, 'pseudonyms'>]: readonly ExportChoice[N][] } = {
  format: ['csv', 'ndjson', 'otlp'],
  signal: ['logs', 'traces'],
  names: ['concord', 'application-insights'],
  contains: ['ids', 'names', 'values'],
};

/** The choice at hand, and how to change it. */
export function useExportChoice(): readonly [ExportChoice, (change: Partial<ExportChoice>) => void] {
  const [choice, setChoice] = useState(() => readChoice(localStorage.getItem(storageKey)));
  const change = (next: Partial<ExportChoice>): void => {
    const all = { ...choice, ...next };
    localStorage.setItem(storageKey, JSON.stringify(all));
    setChoice(all);
  };
  return [choice, change];
}

/** A kept choice; what is not known any more is the beginning again. */
export function readChoice(text: string | null): ExportChoice {
  const kept = keptObject(text);
  const one = <N extends keyof typeof known>(name: N): ExportChoice[N] =>
    known[name].find((value) => value === kept[name]) ?? first[name];
  return {
    format: one('format'),
    signal: one('signal'),
    names: one('names'),
    contains: one('contains'),
    pseudonyms: kept.pseudonyms === true,
  };
}
