// How SQLite stores what a column is given, by the column's declared type.

/** SQLite's five ways to store what a column is given. */
export type Affinity = 'text' | 'integer' | 'real' | 'numeric' | 'blob';

/** SQLite's own rule for a declared type. */
export function affinityOf(declared: string): Affinity {
  if (/int/i.test(declared)) return 'integer';
  if (/char|clob|text/i.test(declared)) return 'text';
  if (/blob/i.test(declared) || declared.trim() === '') return 'blob';
  return /real|floa|doub/i.test(declared) ? 'real' : 'numeric';
}
