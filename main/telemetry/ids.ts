// The ids of a log, made from numbers: of an event (a span id), of a try to synchronise, of the pass that succeeds (TL-02).

/** Ids that begin with the eight hexadecimal digits of their log. Neighbours share theirs, so that each is made once. */
export interface Ids {
  event(no: number): string;
  parent(no: number): string;
  /** `activityId`: of every try, also a failed one. */
  activity(session: number): string;
  /** `syncId`: of all tries up to the one that succeeds, by the number of the good session before them. */
  sync(lastGood: number): string;
}

/** The ids of the log with this salt. */
export function createIds(salt: string): Ids {
  const pass = (kind: string) => remembered((no) => `${salt}-0000-4${kind}-8000-${no.toString(16).padStart(12, '0')}`);
  const event = (no: number): string => {
    const digits = no.toString(16);
    return salt + (zeros[digits.length] ?? '') + digits;
  };
  return { event, parent: remembered(event), activity: pass('a00'), sync: pass('b00') };
}

const zeros = ['00000000', '0000000', '000000', '00000', '0000', '000', '00', '0', ''];

function remembered(make: (no: number) => string): (no: number) => string {
  let last = { no: Number.NaN, id: '' };
  return (no) => {
    if (no !== last.no) last = { no, id: make(no) };
    return last.id;
  };
}
