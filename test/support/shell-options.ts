// A shell without an office: for tests that need only a part of it.

import { join } from 'node:path';
import { followAddresses } from '../../main/electron/addresses.ts';
import type { ElectronParts } from '../../main/electron/parts.ts';
import { openStateFile } from '../../main/electron/shell-state.ts';
import type { ShellOptions } from '../../main/electron/shell.ts';
import { temporaryFolder } from './files.ts';

/** Options that a test need not think about, with those that it does. */
export function shellOptions(
  parts: ElectronParts,
  own: Pick<ShellOptions, 'connect'> & Partial<ShellOptions>,
): ShellOptions {
  return {
    folder: temporaryFolder(),
    preload: '/app/dist/preload/electron.cjs',
    title: 'Concord',
    state: openStateFile(join(temporaryFolder(), 'window.json')),
    addresses: followAddresses(parts, []),
    close: () => Promise.resolve(),
    ...own,
  };
}
