// Workdays and wall-clock texts of the sample office.

import { describe, expect, it } from 'vitest';
import {
  addWorkdays,
  dateText,
  dateTimeText,
  dayNumber,
  momentText,
  timeText,
  weekday,
  workdayUpTo,
} from '../../../main/demo/calendar.ts';

const monday = dayNumber(new Date(2026, 5, 15, 23, 59));

describe('days', () => {
  it('are those of the clock on the wall', () => {
    expect(dateText(monday)).toBe('2026-06-15');
    expect(dateText(dayNumber(new Date(2026, 5, 15, 0, 0)))).toBe('2026-06-15');
    expect(weekday(monday)).toBe(1);
    expect(weekday(monday - 1)).toBe(7);
  });

  it.each([
    [0, '2026-06-15'],
    [2, '2026-06-17'],
    [5, '2026-06-22'],
    [-1, '2026-06-12'],
    [-5, '2026-06-08'],
    [-6, '2026-06-05'],
    [-261, '2025-06-13'],
  ])('%i workdays from a Monday', (offset, text) => expect(dateText(addWorkdays(monday, offset))).toBe(text));

  it('take a weekend for the Friday before', () => {
    expect(dateText(workdayUpTo(monday - 1))).toBe('2026-06-12');
    expect(dateText(addWorkdays(monday - 2, 1))).toBe('2026-06-15');
    for (let day = monday - 20; day < monday + 20; day++) {
      for (let offset = -30; offset < 30; offset++) expect(weekday(addWorkdays(day, offset))).toBeLessThan(6);
    }
  });
});

describe('texts', () => {
  it('show minutes and seconds', () => {
    expect(dateTimeText(monday, 450)).toBe('2026-06-15 07:30:00');
    expect(timeText(450.5)).toBe('07:30:30');
    expect(momentText(new Date(2026, 5, 15, 9, 4, 7))).toBe('2026-06-15 09:04:07');
  });
});
