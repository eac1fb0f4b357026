// The door in a browser: one WebSocket to the host that served the page.

import type { ConcordDoor } from './door.ts';

/** The door of a page served by `concord serve`. */
export function browserDoor(location: { readonly host: string; readonly protocol: string }): ConcordDoor {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  return {
    open: () =>
      new Promise((resolve, reject) => {
        const socket = new WebSocket(`${scheme}://${location.host}/engine`);
        socket.addEventListener('error', () => reject(new Error('the engine cannot be reached')), { once: true });
        socket.addEventListener('open', () =>
          resolve({
            post: (message) => socket.send(message),
            receive: (handler) => socket.addEventListener('message', (event) => handler(String(event.data))),
            closed: (handler) => socket.addEventListener('close', () => handler(), { once: true }),
          }),
        );
      }),
  };
}
