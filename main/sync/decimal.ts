// Decimals as text: plain notation and comparison without a floating point in between.

interface Decimal {
  readonly negative: boolean;
  readonly digits: string;
  readonly scale: number;
}

const pattern = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;

function parse(text: string): Decimal | null {
  const match = pattern.exec(text.trim());
  if (!match || (!match[2] && !match[3])) return null;
  const fraction = match[3] ?? '';
  const exponent = Number(match[4] ?? 0);
  if (Math.abs(exponent) > 400) return null;
  return { negative: match[1] === '-', digits: (match[2] ?? '') + fraction, scale: fraction.length - exponent };
}

/** True if the text spells a decimal number with a point, in plain or exponent form (L25: `12,50` does not). */
export function isDecimal(text: string): boolean {
  return parse(text) !== null;
}

/** the same number in plain notation, all digits kept: `1.5e3` becomes `1500`, `12.10` stays. Null if it is none. */
export function plainDecimal(text: string): string | null {
  const value = parse(text);
  if (!value) return null;
  const whole = value.scale < 0 ? value.digits + '0'.repeat(-value.scale) : value.digits;
  const scale = Math.max(value.scale, 0);
  const padded = whole.padStart(scale + 1, '0');
  const cut = padded.length - scale;
  const integer = padded.slice(0, cut).replace(/^0+(?=\d)/, '');
  const sign = value.negative && /[1-9]/.test(padded) ? '-' : '';
  return sign + integer + (scale > 0 ? `.${padded.slice(cut)}` : '');
}

/** True if both texts spell the same number: `1.10` and `1.1`, `1e2` and `100`. */
export function sameDecimal(a: string, b: string): boolean {
  const left = normalDecimal(a);
  return left !== null && left === normalDecimal(b);
}

/** Plain notation without trailing zeros after the point; null if it is no number. */
export function normalDecimal(text: string): string | null {
  const plain = plainDecimal(text);
  return plain?.includes('.') ? plain.replace(/\.?0+$/, '') : plain;
}

/** significant digits of a decimal text, leading and trailing zeros left out. */
export function significantDigits(text: string): number {
  const digits = (normalDecimal(text) ?? '').replace(/[-.]/g, '').replace(/^0+/, '');
  return digits.replace(/0+$/, '').length;
}
