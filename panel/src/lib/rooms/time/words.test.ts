import { expect, test } from 'vitest';
import { month } from './words';

test('a month has its first and its last day, in the zone of whoever asks', () => {
	const now = Date.parse('2026-03-01T03:00:00Z');
	expect(month(now, 0, 'UTC')).toEqual({ from: '2026-03-01', to: '2026-03-31' });
	expect(month(now, 0, 'America/Mexico_City')).toEqual({ from: '2026-02-01', to: '2026-02-28' });
	expect(month(now, -1, 'America/Mexico_City')).toEqual({ from: '2026-01-01', to: '2026-01-31' });
	expect(month(Date.parse('2026-01-10T12:00:00Z'), -1, 'UTC').from).toBe('2025-12-01');
});
