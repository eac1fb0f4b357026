#!/usr/bin/env node
// Entry of the command line. Checks the runtime before anything native is loaded: better-sqlite3 would crash an old one.

import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

if (Number(process.versions.napi ?? 0) < 10) {
  process.stderr.write(
    `concord: Concord needs Node 22.22 or newer; this is ${process.versions.node}. Start it with npm: npm start, npm run -s concord -- … [runtime-too-old]\n`,
  );
  process.exit(1);
}
// Commands start in a third of the time with their modules kept as compiled, threads as well; where that fails nothing is lost.
process.env['NODE_COMPILE_CACHE'] ??= fileURLToPath(new URL('../../.build/compile-cache', import.meta.url));
enableCompileCache();
const { runProgram } = await import('./program.ts');
process.exitCode = await runProgram(process.argv.slice(2));
