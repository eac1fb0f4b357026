// Names in SQL text.

/** A name quoted for SQL; any character may stand in it. */
export function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Names quoted and joined by commas, each after an optional prefix such as `new.`. */
export function quoteAll(names: readonly string[], prefix = ''): string {
  return names.map((name) => prefix + quote(name)).join(', ');
}

/** `a = b and …` over pairs of SQL expressions; `is` finds null equal to null. */
export function pairs(
  left: readonly string[],
  operator: '=' | 'is' | 'is not',
  right: readonly string[],
  joint = ' and ',
): string {
  return left.map((expression, i) => `${expression} ${operator} ${right[i]}`).join(joint);
}
