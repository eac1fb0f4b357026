// `npm run interop`: builds the stock peers unless ready ones are named, then runs the tests with them, or with
// --bench the comparison with the stock pair. Where they cannot be had it says so in one line and ends well.

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { buildPeers, findPeers } from './peers.ts';

const args = process.argv.slice(2);
const areNamed = Boolean(process.env['CONCORD_PEER_CLIENT'] && process.env['CONCORD_PEER_SERVER']);
const missing = areNamed ? null : buildPeers();
const peers = missing ?? findPeers();

if (typeof peers === 'string') {
  process.stdout.write(`Skipped, there are no real Dotmim.Sync peers here: ${peers}.\n`);
} else if (args.includes('--bench')) {
  const { benchPeers } = await import('./bench/bench.ts');
  process.exitCode = (await benchPeers(peers)) ? 0 : 1;
} else {
  const vitest = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url));
  // Parts of the tests say nothing of the whole.
  const reporters = args.length === 0 ? ['--reporter=default', '--reporter=test/interop/covered.ts'] : [];
  const options = ['run', '--config', 'test/vitest.config.ts', '--project', 'interop', ...reporters, ...args];
  process.exitCode = spawnSync(process.execPath, [vitest, ...options], { stdio: 'inherit' }).status ?? 1;
}
