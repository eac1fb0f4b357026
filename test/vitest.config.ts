// How the tests run: rules and real files side by side, whatever needs a browser or the whole machine one after the other.

import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { findPeers } from './interop/peers.ts';
import { temporaryRoot } from './support/temporary-root.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

// Workers, their threads and the programs that they start inherit these; modules that are kept compiled halve the work of each.
process.env['TMPDIR'] = temporaryRoot();
process.env['NODE_COMPILE_CACHE'] ??= `${root}.build/compile-cache`;
// What a program keeps for its user stays out of the home of whoever runs the tests.
process.env['CONCORD_HOME'] = `${root}.build/test-home`;

/** The suites that run against a stock server, too, where there is one. */
const suitesAtStockServer =
  typeof findPeers() === 'string'
    ? []
    : ['conflict-gaps', 'conflict-gaps-edges', 'errors', 'errors-gaps', 'losses', 'rereads'].map(
        (name) => `test/suites/${name}.test.ts`,
      );

const common = { root, environment: 'node' as const, setupFiles: [`${root}/test/support/runtime.ts`] };

export default defineConfig({
  test: {
    // Many tests wait for a hub or a process more than they work.
    maxWorkers: Math.max(3, availableParallelism()),
    projects: [
      // Files of one worker share its warm modules: none of them changes what another one finds.
      { test: { ...common, name: 'unit', include: ['test/unit/**/*.test.{ts,tsx}'], isolate: false } },
      {
        test: {
          ...common,
          name: 'integration',
          isolate: false,
          include: ['test/{integration,suites,simulation}/**/*.test.ts'],
          globalSetup: [`${root}/test/support/postgres-setup.ts`],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          ...common,
          name: 'interop',
          include: ['test/interop/**/*.test.ts', ...suitesAtStockServer],
          globalSetup: [`${root}/test/interop/setup.ts`],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      { test: { ...common, name: 'shell', include: ['test/shell/**/*.test.ts'], testTimeout: 60_000 } },
      {
        test: {
          ...common,
          name: 'window',
          include: ['test/window/**/*.test.ts'],
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
