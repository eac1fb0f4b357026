#!/usr/bin/env node
// Entry of the command line. Checks the runtime before anything native is loaded: better-sqlite3 would crash an old one.

if (Number(process.versions.napi ?? 0) < 10) {
  process.stderr.write(
    `concord: Concord needs Node 22.22 or newer; this is ${process.versions.node}. Start it with npm: npm start, npm run -s concord -- … [runtime-too-old]\n`,
  );
  process.exit(1);
}
const { runProgram } = await import('./program.ts');
process.exitCode = await runProgram(process.argv.slice(2));
