// Numbers for people, in the region's format.

const whole = new Intl.NumberFormat();
const percent = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 0 });

/** "12,877". */
export function numberText(value: number): string {
  return whole.format(value);
}

/** "64 %". */
export function percentText(part: number, of: number): string {
  return percent.format(of === 0 ? 1 : part / of).replace(/(\d)%/, '$1 %');
}

/** "4.8 MB", "82 KB": sizes in powers of 1000, as file managers show them. */
export function bytesText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const units = ['KB', 'MB', 'GB', 'TB'];
  let value = bytes / 1000;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}
