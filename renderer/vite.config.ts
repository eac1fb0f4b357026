// Builds the window: one page, one folder of hashed assets, nothing fetched from elsewhere.

import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const folder = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: folder('.'),
  base: './',
  publicDir: folder('../resources/public'),
  plugins: [react()],
  build: {
    outDir: folder('../dist/window'),
    emptyOutDir: true,
    target: 'chrome150',
    // Icons and fonts stay files: the page's policy allows no data: styles.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1500,
    reportCompressedSize: false,
  },
});
