// The bench's results as a table for the README.

/** One measured figure beside what is asked. */
export interface Figure {
  readonly what: string;
  readonly measured: string;
  readonly asked: string;
  readonly reached: boolean;
}

/** A figure. */
export function figure(what: string, measured: string, asked: string, reached: boolean): Figure {
  return { what, measured, asked, reached };
}

/** A number with its unit, thousands apart. */
export function count(number: number, unit: string): string {
  return `${number.toLocaleString('en')} ${unit}`;
}

/** Prints the figures as Markdown. */
export function printTable(figures: readonly Figure[]): void {
  const lines = figures.map(
    ({ what, measured, asked, reached }) => `| ${what} | ${measured} | ${asked} | ${reached ? 'yes' : 'NO'} |`,
  );
  process.stdout.write(['| what | measured | asked | reached |', '| --- | --- | --- | --- |', ...lines, ''].join('\n'));
}
