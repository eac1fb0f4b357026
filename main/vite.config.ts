// Bundles the main process and its threads for Electron: dist/main (modules) and dist/preload (CommonJS, sandboxed).

import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const folder = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Electron and the one native package stay outside the bundle. */
const outside = ['electron', 'better-sqlite3', /^node:/];

export default defineConfig({
  root: folder('.'),
  environments: {
    main: {
      consumer: 'server',
      resolve: { noExternal: true, external: ['electron', 'better-sqlite3'], conditions: ['node'] },
      build: {
        outDir: folder('../dist/main'),
        emptyOutDir: true,
        minify: false,
        target: 'node24',
        ssr: true,
        rolldownOptions: {
          input: {
            electron: folder('electron/main.ts'),
            engine: folder('engine/engine.ts'),
            office: folder('office/office.ts'),
            compact: folder('sqlite/compact-thread.ts'),
          },
          external: outside,
          output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunk-[hash].js' },
        },
      },
    },
    preload: {
      consumer: 'server',
      resolve: { noExternal: true, external: ['electron'] },
      build: {
        outDir: folder('../dist/preload'),
        emptyOutDir: true,
        minify: false,
        target: 'node24',
        ssr: true,
        rolldownOptions: {
          input: { electron: folder('../preload/electron.ts') },
          external: outside,
          output: { format: 'cjs', entryFileNames: '[name].cjs' },
        },
      },
    },
  },
  builder: {
    async buildApp(builder) {
      for (const name of ['main', 'preload'] as const) {
        const environment = builder.environments[name];
        if (environment) await builder.build(environment);
      }
    },
  },
});
