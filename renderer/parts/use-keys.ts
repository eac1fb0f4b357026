// One key a step, wherever the focus is, but never while somebody types or another layer is open (AX-01).

import { useEffectEvent, useLayoutEffect } from 'react';
import { pressedKey, stepOf, type KeyPlace, type KeyStep } from './keys.ts';
import { useOwnKeys } from './own-keys.ts';

const layers = '[role="dialog"], [role="alertdialog"], [role="menu"]';
const typing = 'input:not([type="checkbox"]), textarea, select, [contenteditable="true"]';
/** These use Enter, the blank and the arrows themselves. */
const controls = 'button:not([role="radio"]), a, summary, [role="tab"], [role="menuitem"], [role="slider"]';

/** Listens while the component is shown: what is done for each step of a place, by the key that it has now. */
export function useKeys<P extends KeyPlace>(place: P, steps: Readonly<Partial<Record<KeyStep<P>, () => void>>>): void {
  const own = useOwnKeys();
  const act = useEffectEvent((event: KeyboardEvent) => {
    const key = pressedKey(event);
    const step = key === null ? null : stepOf(place, own, key);
    const action = step === null ? undefined : (steps as Readonly<Record<string, (() => void) | undefined>>)[step];
    if (!action || isTaken(event)) return;
    event.preventDefault();
    action();
  });
  // What is drawn listens at once: a quick hand presses a key as soon as its step is seen.
  useLayoutEffect(() => {
    const listen = (event: KeyboardEvent): void => act(event);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}

function isTaken(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return true;
  const { target } = event;
  if (!(target instanceof Element)) return false;
  if (target.closest(typing) || target.closest(layers)) return true;
  return event.key.length > 1 && event.key !== 'Escape' && target.closest(controls) !== null;
}
