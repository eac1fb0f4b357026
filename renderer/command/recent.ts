// Where one went by the command box and what one did there, the newest first; kept on this computer.

const storageKey = 'concord.recent';
const most = 6;

/** A place or step as it is remembered. Names of screens and steps are looked up anew; `name` is for records. */
export interface Recent {
  readonly id: string;
  readonly icon: string;
  readonly place: string | null;
  readonly name: string;
  readonly about: string;
}

/** What is remembered; nothing where it cannot be read. */
export function readRecent(store: Pick<Storage, 'getItem'>): readonly Recent[] {
  try {
    const saved: unknown = JSON.parse(store.getItem(storageKey) ?? '[]');
    return Array.isArray(saved) ? saved.filter(isRecent).slice(0, most) : [];
  } catch {
    return [];
  }
}

/** Remembers one more. */
export function addRecent(store: Pick<Storage, 'getItem' | 'setItem'>, recent: Recent): void {
  const rest = readRecent(store).filter(({ id }) => id !== recent.id);
  store.setItem(storageKey, JSON.stringify([recent, ...rest].slice(0, most)));
}

function isRecent(item: unknown): item is Recent {
  if (typeof item !== 'object' || item === null) return false;
  const { id, icon, place, name, about } = item as Partial<Record<keyof Recent, unknown>>;
  const texts = [id, icon, name, about].every((text) => typeof text === 'string');
  return texts && (place === null || (typeof place === 'string' && place.startsWith('#/')));
}
