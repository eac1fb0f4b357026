// The keys that open a screen from anywhere (FEATURES, "The tour").

import { useEffect } from 'react';
import { goTo, type Screen } from './routes.ts';

/** `Ctrl+` and this opens the screen. The numbers are those of the tour; a screen that is still to come keeps its own. */
export const screenKeys: Readonly<Record<Screen, string>> = { status: '1', feed: '2', conflicts: '3', data: '6' };

/** The list of errors lives in Status until Errors is a screen. */
const errorsKey = '4';

/** Listens for the keys of the screens. */
export function useScreenKeys(): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      const target = targetOf(event.key);
      if (!target) return;
      event.preventDefault();
      goTo(target);
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
}

function targetOf(key: string): { screen: Screen; path?: readonly string[] } | null {
  if (key === errorsKey) return { screen: 'status', path: ['errors'] };
  for (const [screen, own] of Object.entries(screenKeys)) if (own === key) return { screen: screen as Screen };
  return null;
}
