// Every key of the window in one table: the screens listen by it, tooltips and lists show it, the settings change it (AX-01).
// Keys are written `j`, `Delete`, `Shift+ArrowLeft`, `Ctrl+k`.

import { screens, screenTable, type Screen } from '../../main/window/screens.ts';
import { keptObject } from './kept-object.ts';

const opening = Object.fromEntries(screens.map((name) => [name, `Ctrl+${screenTable[name].key}`])) as Readonly<
  Record<Screen, string>
>;

/** By place: the keys that a person may change, and those that stay, since lists and forms everywhere use them alike. */
export const keyTable = {
  frame: {
    free: { command: 'Ctrl+k', ...opening },
    fixed: { back: ['Alt+ArrowLeft'], forward: ['Alt+ArrowRight'] },
  },
  conflicts: {
    free: {
      next: 'j',
      previous: 'k',
      mine: 'ArrowLeft',
      theirs: 'ArrowRight',
      wholeMine: 'Shift+ArrowLeft',
      wholeTheirs: 'Shift+ArrowRight',
      join: 'm',
      edit: 'e',
      base: 'b',
      decide: 'Enter',
      undo: 'z',
      select: 'x',
      find: '/',
      list: '?',
    },
    fixed: { columnUp: ['ArrowUp'], columnDown: ['ArrowDown'], escape: ['Escape'] },
  },
  errors: {
    free: { next: 'j', previous: 'k', choose: 'x', retry: 'r', edit: 'e', find: '/' },
    fixed: { walk: ['ArrowUp', 'ArrowDown'], open: ['Enter'], escape: ['Escape'] },
  },
  changes: {
    free: { next: 'j', previous: 'k', choose: 'x', revert: 'r', undo: 'z', open: 'Enter', find: '/' },
    fixed: { walk: ['ArrowUp', 'ArrowDown'], escape: ['Escape'] },
  },
  data: {
    free: { new: 'n', edit: 'e', delete: 'Delete', find: '/' },
    fixed: {
      walk: ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'],
      open: ['Enter'],
      column: ['Alt+ArrowDown'],
      copy: ['Ctrl+c'],
      save: ['Ctrl+s'],
      escape: ['Escape'],
    },
  },
  feed: {
    free: { find: '/' },
    fixed: { walk: ['ArrowUp', 'ArrowDown'], open: ['Enter'], escape: ['Escape'] },
  },
  telemetry: {
    free: { next: 'j', previous: 'k', find: '/' },
    fixed: { walk: ['ArrowUp', 'ArrowDown'], open: ['Enter'], escape: ['Escape'] },
  },
} as const satisfies Readonly<Record<string, KeyGroup>>;

interface KeyGroup {
  readonly free: Readonly<Record<string, string>>;
  readonly fixed: Readonly<Record<string, readonly string[]>>;
}

/** Where keys count: everywhere, or on one screen. */
export type KeyPlace = keyof typeof keyTable;

/** A step whose key can be changed. */
export type FreeStep<P extends KeyPlace> = keyof (typeof keyTable)[P]['free'] & string;

/** Any step of a place. */
export type KeyStep<P extends KeyPlace> = FreeStep<P> | (keyof (typeof keyTable)[P]['fixed'] & string);

/** All places, in order. */
export const keyPlaces = Object.keys(keyTable) as readonly KeyPlace[];

/** What a person chose, by `place.step`; all others are as the table says. */
export type OwnKeys = Readonly<Record<string, string>>;

/** A step and its keys. */
export interface KeyLine {
  readonly step: string;
  readonly keys: readonly string[];
  readonly isFixed: boolean;
}

/** The keys of a place as they are in force: first those that can be changed. */
export function keyLines(place: KeyPlace, own: OwnKeys): readonly KeyLine[] {
  const { free, fixed }: KeyGroup = keyTable[place];
  return [
    ...Object.entries(free).map(([step, key]) => ({ step, keys: [own[`${place}.${step}`] ?? key], isFixed: false })),
    ...Object.entries(fixed).map(([step, keys]) => ({ step, keys, isFixed: true })),
  ];
}

/** The step of a place that a key takes; null for a key that does nothing there. */
export function stepOf(place: KeyPlace, own: OwnKeys, key: string): string | null {
  return keyLines(place, own).find(({ keys }) => keys.includes(key))?.step ?? null;
}

/** Why a key is refused: another step has it; it is no key of this kind; text fields or the browser have it. */
export type KeyRefusal =
  { readonly why: 'clash'; readonly step: string } | { readonly why: 'needs-ctrl' | 'no-letter' | 'taken' };

const screenKeys = /^(?:[^ ]|F\d{1,2}|Delete|Insert|Enter|(?:Shift\+)?Arrow(?:Left|Right|Up|Down))$/u;
const frameKeys = /^Ctrl\+(?:[^ ]|F\d{1,2})$/u;
/** Of text fields, of the form that is saved, and of browsers, which do not hand them on. */
const taken = new Set([...'acvxyzsnqrtwp'].map((letter) => `Ctrl+${letter}`));

/** Whether a step may have a key; null = it may. */
export function refusalOf(wish: {
  readonly place: KeyPlace;
  readonly step: string;
  readonly key: string;
  readonly own: OwnKeys;
}): KeyRefusal | null {
  const { place, step, key, own } = wish;
  if (place === 'frame' ? !frameKeys.test(key) : !screenKeys.test(key))
    return { why: place === 'frame' ? 'needs-ctrl' : 'no-letter' };
  if (taken.has(key)) return { why: 'taken' };
  const other = stepOf(place, own, key);
  return other === null || other === step ? null : { why: 'clash', step: other };
}

/** The key of a step as the table gives it; null for one that stays. */
export function givenKey(place: KeyPlace, step: string): string | null {
  const { free }: KeyGroup = keyTable[place];
  return free[step] ?? null;
}

/** Own keys with one more; the table's own key is not kept, so that a better one of a later version counts. */
export function withKey(own: OwnKeys, place: KeyPlace, step: string, key: string): OwnKeys {
  const { [`${place}.${step}`]: _, ...others } = own;
  return givenKey(place, step) === key ? others : { ...others, [`${place}.${step}`]: key };
}

/** Own keys as they were kept; what is no key of a step, or was made to clash, is as the table says. */
export function readOwnKeys(text: string | null): OwnKeys {
  const kept = keptObject(text);
  return Object.fromEntries(
    keyPlaces.flatMap((place) => {
      const { free }: KeyGroup = keyTable[place];
      const chosen = Object.keys(free).flatMap((step): [string, string][] => {
        const key = kept[`${place}.${step}`];
        return typeof key === 'string' ? [[`${place}.${step}`, key]] : [];
      });
      const own = Object.fromEntries(chosen);
      const isWhole = chosen.every(
        ([name, key]) => refusalOf({ place, step: name.slice(place.length + 1), key, own }) === null,
      );
      const keys = keyLines(place, own).flatMap((line) => line.keys);
      return isWhole && new Set(keys).size === keys.length ? chosen : [];
    }),
  );
}

/** What was pressed, as the table writes it; null while only Shift or the like is held. */
export function pressedKey(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>,
): string | null {
  const { key, altKey, shiftKey } = event;
  if (['Shift', 'Control', 'Alt', 'Meta', 'AltGraph', 'Dead', 'Process'].includes(key)) return null;
  const isLetter = key.length === 1;
  const withCtrl = event.ctrlKey || event.metaKey;
  const ctrl = withCtrl ? 'Ctrl+' : '';
  const alt = altKey ? 'Alt+' : '';
  // Shift is part of what makes a sign: `?` is written without it.
  const shift = shiftKey && (!isLetter || withCtrl) ? 'Shift+' : '';
  return `${ctrl}${alt}${shift}${isLetter ? key.toLowerCase() : key}`;
}

const drawn: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Escape: 'Esc',
  Delete: 'Del',
  Insert: 'Ins',
};

/** A key as it stands on the keyboard: `J`, `Shift+←`, `Ctrl+K`. */
export function keyLabel(key: string): string {
  const at = key.lastIndexOf('+', key.length - 2) + 1;
  const last = key.slice(at);
  return key.slice(0, at) + (drawn[last] ?? (last.length === 1 ? last.toUpperCase() : last));
}
