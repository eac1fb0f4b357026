// The hub of this replica for whoever manages it; which screens there are follows from it (HB-03, HB-04).

import { useEffect, useEffectEvent } from 'react';
import type { CallOutput } from '../../main/window/contract.ts';
import { screens, type Screen } from '../../main/window/screens.ts';
import { useRead } from './use-read.ts';

const againMs = 60_000;

/** What the hub says of itself; null until the first answer. */
export function useHub(): CallOutput<'hub.manage'> | null {
  const { value, reload } = useRead('hub.manage', {}, ['setup']);
  const again = useEffectEvent(reload);
  useEffect(() => {
    const timer = setInterval(() => again(), againMs);
    return () => clearInterval(timer);
  }, []);
  return value;
}

/** The screens that this window has: that of the hub only with an admin's token. */
export function useScreens(): readonly Screen[] {
  const isAdmin = useHub()?.isAdmin ?? false;
  return isAdmin ? screens : screens.filter((screen) => screen !== 'hub');
}
