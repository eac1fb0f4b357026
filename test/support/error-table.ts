// The table of the README's section on error codes, made from the one table of errors.

import { problemTable } from '../../main/sync/problem.ts';

/** The section's table in Markdown, a line a code in the order of its name. */
export function errorTable(): string {
  const lines = Object.entries(problemTable)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, { says, cure }]) => `| \`${code}\` | ${cell(says)} | ${cell(cure)} |`);
  return ['| code | what it says | what to do |', '|---|---|---|', ...lines].join('\n');
}

/** Details that a message is filled with stand in pointed brackets: ‹url›. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/\{(\w+)\}/g, '‹$1›');
}
