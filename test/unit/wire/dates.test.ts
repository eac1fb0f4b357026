// Shapes of dates, and which texts a stock server corrupts.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  dateTimeText,
  isDateLookingText,
  isTimeSpan,
  isUsualDateTime,
  timeSpanOfTicks,
} from '../../../main/wire/dates.ts';

describe('isDateLookingText', () => {
  it.each([
    '2024-01-31',
    '2024-05-01T10:00',
    '2024-05-01T10:00:00',
    '2024-05-01T10:00:00Z',
    '2024-05-01T10:00:00.1234567+02:00',
    '2024-05-01T10:00:00.1234567891234567',
    '2024-05-01T10:00+02',
    '2024-02-29',
    '2000-02-29',
  ])('W-76 warns of %s', (text) => {
    expect(isDateLookingText(text)).toBe(true);
  });

  it.each([
    '2024-05-01 10:00:00',
    '20240501',
    '2024-05',
    '10:00:00',
    '05/01/2024',
    'Wed, 01 May 2024 10:00:00 GMT',
    '2024-13-01',
    '2023-02-29',
    '1900-02-29',
    '2024-04-31',
    '0000-01-01',
    '2024-05-01T24:00',
    '2024-05-01T10:60',
    '2024-05-01Z',
    '2024-05-01T10:00:00 ',
    '2024-05-01t10:00:00',
    '2024-05-01T10:00:00+0200',
    'on 2024-05-01',
    '',
  ])('W-76 lets %j pass', (text) => {
    expect(isDateLookingText(text)).toBe(false);
  });
});

describe('dateTimeText', () => {
  it('W-40 tells wall clock and zone apart', () => {
    expect(dateTimeText('2024-05-01 10:00:00.5+02:00')).toEqual({
      wallClock: '2024-05-01 10:00:00.5',
      zone: '+02:00',
      dateOnly: false,
      midnight: false,
    });
    expect(dateTimeText('2024-05-01T00:00:00Z')).toMatchObject({ wallClock: '2024-05-01T00:00:00', midnight: true });
    expect(dateTimeText('2024-05-01')).toMatchObject({ zone: null, dateOnly: true, midnight: true });
  });

  it.each(['2024-05-01T10:00:00.12345678', '2024-05-01T10:00:00+15:00', '2024-5-1', '2024-05-01T10:00:61', 'x'])(
    'W-75 refuses %s, which a stock peer would not keep',
    (text) => {
      expect(dateTimeText(text)).toBeNull();
    },
  );

  it('W-40 keeps fractions whose surplus digits are zeros', () => {
    expect(dateTimeText('2024-05-01T10:00:00.123456700')?.wallClock).toBe('2024-05-01T10:00:00.123456700');
  });

  it('W-40 knows every day between the years 1 and 9999, and the quick test never says more', () => {
    const day = fc.date({
      min: new Date('0001-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(day, (date) => {
        const text = date.toISOString().slice(0, 19);
        expect(dateTimeText(text)?.wallClock).toBe(text);
        expect(isUsualDateTime(text)).toBe(date.getUTCDate() <= 28);
      }),
    );
  });
});

describe('time spans', () => {
  it.each(['10:11:12', '00:00:00.1000000', '-1.02:03:04.5', '23:59', '10675199.02:48:05'])('W-40 takes %s', (text) => {
    expect(isTimeSpan(text)).toBe(true);
  });

  it.each(['24:00:00', '10:60:00', '10:11:12.12345678', '10', '1:2', 'x10:11:12', ''])('W-75 refuses %j', (text) => {
    expect(isTimeSpan(text)).toBe(false);
  });

  it('W-40 spells ticks', () => {
    expect(timeSpanOfTicks(366_720_000_000n)).toBe('10:11:12');
    expect(timeSpanOfTicks(1_000_000n)).toBe('00:00:00.1000000');
    expect(timeSpanOfTicks(-937_845_000_000n)).toBe('-1.02:03:04.5000000');
    expect(timeSpanOfTicks(0n)).toBe('00:00:00');
  });
});
