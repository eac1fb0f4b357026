// The keys that open a screen from anywhere (FEATURES, "The tour"), and those that go back and forward.

import { useEffect } from 'react';
import { goTo } from './routes.ts';
import { screens, screenTable, type Screen } from '../../main/window/screens.ts';

/** The list of errors lives in Status until Errors is a screen. */
const errorsKey = '4';

/** Listens for the keys of the screens. */
export function useScreenKeys(): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (goesThrough(event)) return event.preventDefault();
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

/** Alt and an arrow, also where no browser is around the page; in a text they move by words on some systems. */
function goesThrough(event: KeyboardEvent): boolean {
  const { altKey, ctrlKey, metaKey, shiftKey, key, target } = event;
  if (!altKey || ctrlKey || metaKey || shiftKey || event.defaultPrevented) return false;
  if (target instanceof Element && target.closest('input, textarea, [contenteditable="true"]')) return false;
  if (key === 'ArrowLeft') window.history.back();
  else if (key === 'ArrowRight') window.history.forward();
  else return false;
  return true;
}

function targetOf(key: string): { screen: Screen; path?: readonly string[] } | null {
  if (key === errorsKey) return { screen: 'status', path: ['errors'] };
  const screen = screens.find((name) => screenTable[name].key === key);
  return screen ? { screen } : null;
}
