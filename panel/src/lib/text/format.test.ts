import { describe, expect, test } from 'vitest';
import * as f from './format';

const mx = { locale: 'es-MX', zone: 'America/Mexico_City' };
const us = { locale: 'en-US', zone: 'America/New_York' };
// 9:31 in Mexico City, 10:31 in New York.
const now = '2026-11-22T15:31:00Z';
const before = (ms: number) => new Date(Date.parse(now) - ms).toISOString();
const MIN = 60_000;
const HOUR = 60 * MIN;

/** Intl writes spaces that do not break; a reader sees a space. */
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

describe('the time of a row', () => {
	test.each([
		[20_000, 'ahora', 'now'],
		[18 * MIN, '18 min', '18 min'],
		[2 * HOUR + 50 * MIN, '2 h', '2 hr'],
		[20 * HOUR, 'ayer', 'yesterday'],
		[8 * 24 * HOUR, '14 nov', 'Nov 14'],
		[400 * 24 * HOUR, '18 oct 2025', 'Oct 18, 2025']
	])('%d ms ago', (ms, es, en) => {
		expect(plain(f.brief(mx, before(ms), now))).toBe(es);
		expect(plain(f.brief(us, before(ms), now))).toBe(en);
	});

	test('what is to come', () => {
		expect(f.brief(mx, before(-26 * HOUR), now)).toBe('mañana');
		expect(plain(f.brief({ ...mx, locale: 'en-GB' }, before(-3 * HOUR), now))).toBe('12:31');
	});
});

test('days turn at midnight where the person is', () => {
	const at = '2026-11-22T05:30:00Z'; // 23:30 of the 21st in Mexico City, 0:30 of the 22nd in New York
	expect(f.dayOf(mx, at)).toBe('2026-11-21');
	expect(f.dayOf(us, at)).toBe('2026-11-22');
	expect(f.dayLine(mx, at, now)).toBe('Ayer, 21 de noviembre');
	expect(f.dayLine(us, at, now)).toBe('Today, November 22');
	expect(f.dayLine(mx, '2026-10-14T18:00:00Z', now)).toBe('Miércoles, 14 de octubre');
});

test('numbers, money, sizes and lists', () => {
	expect(f.number(mx, 1234567.5)).toBe('1,234,567.5');
	expect(f.number({ ...mx, locale: 'es-AR' }, 1234567.5)).toBe('1.234.567,5');
	expect(f.count(mx, 999)).toBe('999');
	expect(f.count(mx, 1000)).toBe('999+');
	expect(plain(f.money(mx, 123456, 'MXN'))).toBe('$1,234.56');
	expect(plain(f.money({ ...mx, locale: 'es-CL' }, 1500, 'CLP'))).toBe('$1.500');
	expect(plain(f.bytes(mx, 0))).toBe('0 byte');
	expect(plain(f.bytes(mx, 83_200))).toBe('83 kB');
	expect(plain(f.bytes(mx, 4_250_000))).toBe('4.3 MB');
	expect(f.list(mx, ['Ventas', 'Refacciones', 'Campo'])).toBe('Ventas, Refacciones y Campo');
});
