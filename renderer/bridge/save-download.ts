// A file is saved: the browser or the desktop asks for its address and writes what comes, under the name that it is given.

import type { CallInput } from '../../main/window/contract.ts';
import { downloadAddress, type DownloadName, type downloads } from '../../main/window/downloads.ts';

/** Begins to save a file of this kind; it is streamed, the window goes on meanwhile (TL-08). */
export function saveDownload<N extends DownloadName>(name: N, choice: CallInput<(typeof downloads)[N]['part']>): void {
  const link = document.createElement('a');
  link.href = downloadAddress(name, choice);
  link.download = '';
  link.click();
}
