// Texts inside one member of an address: the signs that part them are written as % and two digits.

/** A text that may hold any sign, made fit to stand between `,`, `;` and `:`. */
export function writePart(text: string): string {
  const escaped = text.replace(/[%,;:]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  return escaped.startsWith('-') ? `%2D${escaped.slice(1)}` : escaped;
}

/** Reads what `writePart` wrote; anything else stays as it is. */
export function readPart(text: string): string {
  return text.replace(/%([0-9A-F]{2})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
}

/** Written parts in a row. */
export function writeList(parts: readonly string[], sign: ',' | ';'): string {
  return parts.join(sign);
}

/** The written parts of a row. */
export function readList(text: string, sign: ',' | ';'): string[] {
  return text.split(sign).filter((part) => part !== '');
}
