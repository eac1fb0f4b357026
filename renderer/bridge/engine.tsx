// The line to the engine: opened at the start, opened again when it is lost. Everything below reads through it.

import { createContext, useContext, useEffect, useState, type ReactElement, type ReactNode } from 'react';
import { createClient, type Client } from '../../main/window/client.ts';
import { browserDoor } from '../../preload/browser.ts';
import type { ConcordDoor } from '../../preload/door.ts';

declare global {
  interface Window {
    /** Set by Electron's preload; absent in a browser. */
    readonly concord?: ConcordDoor;
  }
}

/** The engine as components see it. */
export interface EngineLine {
  /** Null until the first line is open. */
  readonly client: Client | null;
  /** True while the line is gone and being opened again. */
  readonly lost: boolean;
  /** Grows with every new line: what was read over an older one is read again. */
  readonly generation: number;
}

const EngineContext = createContext<EngineLine>({ client: null, lost: false, generation: 0 });
const retryMs = 500;

/** Opens the line and keeps it open. */
export function EngineProvider({ children }: { readonly children: ReactNode }): ReactElement {
  const [line, setLine] = useState<EngineLine>({ client: null, lost: false, generation: 0 });
  useEffect(() => {
    let ended = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const door = window.concord ?? browserDoor(window.location);
    const lose = (): void => {
      if (ended) return;
      setLine((now) => ({ ...now, lost: true }));
      timer = setTimeout(open, retryMs);
    };
    const open = (): void => {
      door.open().then((carrier) => {
        if (ended) return;
        const client = createClient(carrier);
        carrier.closed(lose);
        setLine((now) => ({ client, lost: false, generation: now.generation + 1 }));
      }, lose);
    };
    open();
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }, []);
  return <EngineContext.Provider value={line}>{children}</EngineContext.Provider>;
}

/** The line to the engine. */
export function useEngine(): EngineLine {
  return useContext(EngineContext);
}
