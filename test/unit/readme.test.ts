// The README's table of error codes says what the program says.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { errorTable } from '../support/error-table.ts';

test('R-120 the section on error codes holds every code with its words, as the program has them', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const section = /^## Error codes\n([^]*?)(?=^## |$(?![^]))/m.exec(readme)?.[1] ?? '';
  const lines = section.split('\n').filter((line) => line.startsWith('|'));
  const plain = (line: string): string =>
    line.replaceAll(/\s+/g, ' ').replaceAll(/-{3,}/g, '---').replaceAll('| ---', '|---').replaceAll('--- |', '---|');
  expect(lines.map(plain)).toEqual(errorTable().split('\n').map(plain));
});
