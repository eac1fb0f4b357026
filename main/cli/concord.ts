#!/usr/bin/env node
// Entry of the command line. Checks the runtime before anything native is loaded: better-sqlite3 would crash an old one.

import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

if (Number(process.versions.napi ?? 0) < 10) {
  const { openTerminal, tellProblem } = await import('./terminal.ts');
  const { ConcordError } = await import('../sync/problem.ts');
  const problem = new ConcordError('runtime-too-old', { version: process.versions.node });
  process.exit(tellProblem(openTerminal(false), problem));
}
// Commands start in a third of the time with their modules kept as compiled, threads as well; where that fails nothing is lost.
process.env['NODE_COMPILE_CACHE'] ??= fileURLToPath(new URL('../../.build/compile-cache', import.meta.url));
enableCompileCache();
const { runProgram } = await import('./program.ts');
process.exitCode = await runProgram(process.argv.slice(2));
