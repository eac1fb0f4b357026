// Cells and lines of a CSV file after RFC 4180 that opens safely in a spreadsheet: quoted where needed, and never a formula.

/** A value of a file: null is nothing, numbers have a point. */
type CsvValue = string | number | boolean | null;

/** One cell: empty for no value; a text that a spreadsheet would run gets an apostrophe before it (AX-06). */
export function csvCell(value: CsvValue): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  if (!isSpecial.test(value)) return value;
  const text = isFormula.test(value) ? `'${value}` : value;
  return needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A whole line with its end. */
export function csvLine(values: readonly CsvValue[]): string {
  return `${values.map(csvCell).join(',')}\r\n`;
}

const isFormula = /^[=+\-@\t\r\n]/;
const needsQuotes = /[",\r\n]/;
const isSpecial = /[",\r\n]|^[=+\-@\t]/;
