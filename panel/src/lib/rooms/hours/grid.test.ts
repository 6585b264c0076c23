import { expect, test } from 'vitest';
import { minutes, monday, monthOf, moved } from './grid';

test('weeks begin on Monday, months on their first', () => {
	expect(monday('2026-11-22')).toBe('2026-11-16');
	expect(monday('2026-11-23')).toBe('2026-11-23');
	expect(monday(monthOf('2026-11-22'))).toBe('2026-10-26');
});

test('months are moved over the end of a year', () => {
	expect(moved('2026-12-31', 1)).toBe('2027-01-01');
	expect(moved('2026-01-31', -1)).toBe('2025-12-01');
});

test('a time of day in minutes', () => {
	expect(['00:00', '09:30', '24:00'].map(minutes)).toEqual([0, 570, 1440]);
});
