// Files that the desktop window saves: the same as in the browser, over the page's own scheme (TL-08).

import { expect, onTestFinished, test } from 'vitest';
import { openShell } from '../../main/electron/shell.ts';
import { serveCarrier } from '../../main/window/dispatch.ts';
import { downloadAddress } from '../../main/window/downloads.ts';
import { carrierPair } from '../support/carrier-pair.ts';
import { createElectron } from '../support/electron-parts.ts';
import { openTestApp } from '../support/replica-app.ts';
import { shellOptions } from '../support/shell-options.ts';
import { officeSession } from '../support/telemetry-log.ts';

test('a file comes with its name, so that Electron asks where to; what is given up is not made on', async () => {
  const app = await openTestApp();
  const noon = new Date('2026-06-15T12:00:00Z');
  app.telemetry.record(Array.from({ length: 30 }, (_, no) => officeSession(no + 1, noon)).flat());
  let open = 0;
  const { parts, seen } = createElectron();
  openShell(
    parts,
    shellOptions(parts, {
      connect() {
        const { near, far } = carrierPair();
        open++;
        far.closed(() => void open--);
        serveCarrier(far, { handlers: app.handlers, rings: app.bell });
        return near;
      },
    }),
  );
  onTestFinished(() => parts.app.quit());
  const address = `concord://app${downloadAddress('telemetry', { format: 'ndjson', limit: 50 })}`;
  const file = await seen.files(address);
  expect(file.headers.get('content-disposition')).toBe('attachment; filename="concord-telemetry-2026-06-15.ndjson"');
  expect((await file.text()).trimEnd().split('\n')).toHaveLength(30 * 13);
  await expect.poll(() => open).toBe(0);

  const given = await seen.files(address);
  const reader = given.body?.getReader();
  expect((await reader?.read())?.value?.length).toBeGreaterThan(0);
  await reader?.cancel();
  await expect.poll(() => open).toBe(0);

  expect((await seen.files(address.replace('app/', 'other/'))).status).toBe(404);
  expect((await seen.files(address.replace('ndjson', 'exe'))).status).toBe(400);
  expect((await seen.files('concord://app/download/elsewhere?choice=%7B%7D')).status).toBe(404);
  await expect.poll(() => open).toBe(0);
});
