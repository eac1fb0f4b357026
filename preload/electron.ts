// The door in Electron: texts over IPC, nothing else crosses the isolated world.

import { contextBridge, ipcRenderer } from 'electron';
import type { ConcordDoor } from './door.ts';

const door: ConcordDoor = {
  open: async () => {
    // A page has one line at a time: nobody listens to the last one any more.
    for (const channel of ['concord:message', 'concord:closed']) ipcRenderer.removeAllListeners(channel);
    await ipcRenderer.invoke('concord:open');
    return {
      post: (message) => ipcRenderer.send('concord:call', message),
      receive: (handler) => void ipcRenderer.on('concord:message', (_event, message: string) => handler(message)),
      closed: (handler) => void ipcRenderer.once('concord:closed', () => handler()),
    };
  },
};

contextBridge.exposeInMainWorld('concord', door);
