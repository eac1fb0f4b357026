// The keys that open a screen from anywhere (FEATURES, "The tour").

import { useEffect } from 'react';
import { goTo } from './routes.ts';
import { screens, screenTable, type Screen } from '../../main/window/screens.ts';

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
  const screen = screens.find((name) => screenTable[name].key === key);
  return screen ? { screen } : null;
}
