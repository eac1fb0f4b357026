// The screens by the names that addresses use. One line a screen here and one in renderer/app/screens.tsx: rail, keys,
// command box, frame and addresses all read these two; the shell opens no other.

interface ScreenPlace {
  /** `Ctrl+` and this opens the screen. The numbers are those of the tour; a screen still to come keeps its own. */
  readonly key: string;
  /** Where the rail shows it. */
  readonly place: 'top' | 'end';
}

/** All screens that are filled so far, in the order of the rail; that of the hub only with an admin's token. */
export const screenTable = {
  status: { key: '1', place: 'top' },
  feed: { key: '2', place: 'top' },
  conflicts: { key: '3', place: 'top' },
  errors: { key: '4', place: 'top' },
  changes: { key: '5', place: 'top' },
  data: { key: '6', place: 'top' },
  telemetry: { key: '9', place: 'top' },
  hub: { key: ';', place: 'top' },
  settings: { key: ',', place: 'end' },
} as const satisfies Readonly<Record<string, ScreenPlace>>;

/** One screen. */
export type Screen = keyof typeof screenTable;

/** Their names, in order. */
export const screens = Object.keys(screenTable) as readonly Screen[];
