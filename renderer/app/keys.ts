// The keys that count on every screen: those that open a screen, and those that go back and forward.

import { useEffect } from 'react';
import { goTo } from './routes.ts';
import { screens } from '../../main/window/screens.ts';
import { pressedKey, stepOf } from '../parts/keys.ts';
import { useOwnKeys } from '../parts/own-keys.ts';

/** Listens for the keys of the screens. */
export function useScreenKeys(): void {
  const own = useOwnKeys();
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const step = stepOf('frame', own, pressedKey(event) ?? '');
      if (step === null || event.defaultPrevented || !take(step, event.target)) return;
      event.preventDefault();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [own]);
}

/** False where the step is none of the screens'. */
function take(step: string, target: EventTarget | null): boolean {
  const screen = screens.find((name) => name === step);
  if (screen) goTo({ screen });
  // Also where no browser is around the page; in a text Alt and an arrow move by words on some systems.
  else if (target instanceof Element && target.closest('input, textarea, [contenteditable="true"]')) return false;
  else if (step === 'back') window.history.back();
  else if (step === 'forward') window.history.forward();
  else return false;
  return true;
}
