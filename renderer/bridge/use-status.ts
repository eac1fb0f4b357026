// The status as the frame and its screens see it: live, and read again each minute, since the tick fades with time (SF-01).

import { useEffect, useEffectEvent } from 'react';
import type { CallOutput } from '../../main/window/contract.ts';
import { useRead } from './use-read.ts';

/** The status of the replica. */
export type Status = CallOutput<'status.read'>;

const againMs = 60_000;

/** The live status; null until the first answer. */
export function useStatus(): Status | null {
  const { value, reload } = useRead('status.read', {}, ['status']);
  const again = useEffectEvent(reload);
  useEffect(() => {
    const timer = setInterval(() => again(), againMs);
    return () => clearInterval(timer);
  }, []);
  return value;
}
