// Whether a cell of the hub and one of a replica's file are the same, however each end spells it.

import { sameValue, type Cell, type CellType } from '../sync/cell.ts';

/** True if both mean the same. Numbers are compared as far as a double holds them: no stock replica holds more. */
export function sameHere(type: CellType, hub: Cell, here: Cell): boolean {
  if (hub === null || here === null) return hub === here;
  if (hub instanceof Uint8Array || here instanceof Uint8Array)
    return hub instanceof Uint8Array && here instanceof Uint8Array && Buffer.compare(hub, here) === 0;
  if (sameValue(type, hub, here) || String(hub) === String(here)) return true;
  switch (type) {
    case 'bool':
      return truth(hub) === truth(here);
    case 'decimal':
    case 'double':
    case 'float':
      return near(Number(hub), Number(here));
    case 'datetime':
    case 'date':
    case 'time':
      return wallClock(String(hub)) === wallClock(String(here));
    case 'instant':
      return Date.parse(instant(String(hub))) === Date.parse(instant(String(here)));
    case 'text':
    case 'char':
    case 'chars':
    case 'any':
      return wallClock(String(hub)) === wallClock(String(here));
    default:
      return false;
  }
}

function truth(cell: NonNullable<Cell>): boolean {
  return cell === true || /^(1|true|t)$/i.test(String(cell));
}

function near(a: number, b: number): boolean {
  return a === b || Math.abs(a - b) <= Math.abs(a) * 1e-14;
}

/** `2024-05-01T00:00:00`, `2024-05-01 00:00:00.000` and `2024-05-01` are one; other text is as it is. */
function wallClock(text: string): string {
  const match = /^(?:(\d{4}-\d\d-\d\d)(?:[T ]|$))?(?:(\d\d:\d\d(?::\d\d)?)(\.\d+)?)?(?:Z|[+-]00:00)?$/.exec(text);
  if (!match || text === '') return text;
  const [, day = '', clock = '00:00:00', fraction = ''] = match;
  return `${day} ${clock.padEnd(8, ':00')}${fraction.replace(/\.?0+$/, '')}`;
}

function instant(text: string): string {
  const whole = text.replace(' ', 'T');
  return /(Z|[+-]\d\d:?\d\d)$/.test(whole) ? whole : `${whole}Z`;
}
