// The shell's own line to the engine: the status as it changes, and the few calls of the tray. A lost line is opened again.

import type { Carrier } from '../window/carrier.ts';
import { createClient, type Client } from '../window/client.ts';
import type { CallOutput } from '../window/contract.ts';

/** The status; null while there is none. */
export type ShellStatus = CallOutput<'status.read'> | null;

/** The line. */
export interface StatusLine {
  /** Null while it is lost. */
  client(): Client | null;
  close(): void;
}

const againMs = 500;
/** The tick fades with time, without a ring. */
const everyMs = 60_000;

/** Tells the status now and whenever it changes; null when the line is lost. */
export function followStatus(
  connect: () => Carrier & { close(): void },
  tell: (status: ShellStatus) => void,
): StatusLine {
  let line: (Carrier & { close(): void }) | null = null;
  let client: Client | null = null;
  let isOver = false;
  let isReading = false;
  let isDue = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const read = async (): Promise<void> => {
    if (isReading) return void (isDue = true);
    const asked = client;
    isReading = true;
    const status = await asked?.call('status.read', {}).catch(() => null);
    isReading = false;
    if (!isOver && status && asked === client) tell(status);
    if (isDue) {
      isDue = false;
      void read();
    }
  };
  const open = (): void => {
    line = connect();
    const opened = createClient(line);
    client = opened;
    opened.on('status', () => void read());
    line.closed(() => {
      client = null;
      if (isOver) return;
      tell(null);
      timer = setTimeout(open, againMs);
    });
    void read();
  };
  open();
  const ticks = setInterval(() => void read(), everyMs);
  ticks.unref();
  return {
    client: () => client,
    close() {
      isOver = true;
      clearTimeout(timer);
      clearInterval(ticks);
      line?.close();
    },
  };
}
