// The columns of the history (FD-02): as many as there is room for, or those that a person chose.

/** A column, with the least width in px that its words need. */
interface Column {
  readonly name: string;
  readonly width: number;
  readonly isFigure: boolean;
}

/** All columns in their order. The first one leads to the session and stays. */
export const columns = [
  { name: 'started', width: 72, isFigure: false },
  { name: 'scope', width: 70, isFigure: false },
  { name: 'mode', width: 48, isFigure: false },
  { name: 'trigger', width: 64, isFigure: false },
  { name: 'result', width: 106, isFigure: false },
  { name: 'sent', width: 40, isFigure: true },
  { name: 'accepted', width: 58, isFigure: true },
  { name: 'received', width: 56, isFigure: true },
  { name: 'written', width: 50, isFigure: true },
  { name: 'conflicts', width: 56, isFigure: true },
  { name: 'failed', width: 42, isFigure: true },
  { name: 'skipped', width: 50, isFigure: true },
  { name: 'duration', width: 54, isFigure: true },
  { name: 'active', width: 54, isFigure: true },
  { name: 'bytesUp', width: 56, isFigure: true },
  { name: 'bytesDown', width: 70, isFigure: true },
  { name: 'tries', width: 34, isFigure: true },
] as const satisfies readonly Column[];

/** The name of a column. */
export type ColumnName = (typeof columns)[number]['name'];

/** Which columns come first where there is no room for all. */
const ranking: readonly ColumnName[] = [
  'started',
  'result',
  'duration',
  'received',
  'sent',
  'trigger',
  'conflicts',
  'failed',
  'scope',
  'mode',
  'accepted',
  'written',
  'bytesDown',
  'bytesUp',
  'active',
  'skipped',
  'tries',
];

const gapPx = 8;
const edgesPx = 28;

/** Px that these columns need side by side. */
export function columnsWidth(names: readonly ColumnName[]): number {
  const wide = columns.filter(({ name }) => names.includes(name));
  return wide.reduce((sum, { width }) => sum + width + gapPx, edgesPx - gapPx);
}

/** The columns by rank, as long as they fit. With several scopes the scope goes before who started it. */
export function fittingColumns(width: number, hasScopes: boolean): readonly ColumnName[] {
  const ranked: ColumnName[] = ranking.filter((name) => !hasScopes || name !== 'scope');
  if (hasScopes) ranked.splice(ranking.indexOf('trigger'), 0, 'scope');
  const fitting: ColumnName[] = [];
  for (const name of ranked) if (columnsWidth([...fitting, name]) <= width) fitting.push(name);
  return inOrder(fitting.length < 2 ? ['started', 'result'] : fitting);
}

/** The same columns in the order of the list. */
export function inOrder(names: readonly ColumnName[]): readonly ColumnName[] {
  return columns.map(({ name }) => name).filter((name) => names.includes(name));
}

/** As a grid's tracks: the words take what is left. */
export function columnTracks(names: readonly ColumnName[]): string {
  const shown = columns.filter(({ name }) => names.includes(name));
  const hasWords = shown.some(({ name }) => name === 'trigger' || name === 'scope');
  const grows = (name: ColumnName): boolean => (hasWords ? name === 'trigger' || name === 'scope' : name === 'result');
  return shown.map(({ name, width }) => (grows(name) ? `minmax(${width}px, 1fr)` : `${width}px`)).join(' ');
}
