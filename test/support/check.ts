// Types, lint, format and dead code, side by side: each tool by itself leaves one of two cores idle. Ends with 1 where one of
// them finds fault, and prints what each had to say.

import { spawn } from 'node:child_process';

const tools = ['format', 'types', 'lint', 'unused'];

const started = tools.map(
  (tool) =>
    new Promise<boolean>((resolve) => {
      const child = spawn('npm', ['run', '-s', tool], {
        shell: process.platform === 'win32',
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const said: Buffer[] = [];
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes: Buffer) => said.push(bytes));
      child.once('close', (code) => {
        process.stdout.write(
          code === 0 ? `${tool}: ok\n` : Buffer.concat([...said, Buffer.from(`${tool}: exit ${code}\n`)]),
        );
        resolve(code === 0);
      });
    }),
);
const results = await Promise.all(started);
process.exitCode = results.every(Boolean) ? 0 : 1;
