import { expect, test } from 'vitest';
import { countries, zones } from './places';

test('countries by name, each once, and nothing that is none', () => {
	const all = countries('es');
	const codes = all.map((c) => c.value);
	expect(all.find((c) => c.value === 'MX')?.label).toBe('México');
	expect(all.length).toBeGreaterThan(190);
	expect(all.length).toBeLessThan(260);
	expect(new Set(all.map((c) => c.label)).size).toBe(all.length);
	for (const none of ['EU', 'UN', 'ZZ', 'DD', 'SU', 'AN']) expect(codes).not.toContain(none);
	expect(codes.indexOf('AR')).toBeLessThan(codes.indexOf('UY'));
});

test('time zones with where they stand', () => {
	const lima = zones('es').find((z) => z.value === 'America/Lima');
	expect(lima).toEqual({ value: 'America/Lima', label: 'America / Lima', hint: 'GMT-5' });
});

test('a time zone by the name it was chosen by, and not by another too', () => {
	const names = zones('es', 'America/Argentina/Buenos_Aires').map((z) => z.value);
	expect(names).toContain('America/Argentina/Buenos_Aires');
	expect(names).not.toContain('America/Buenos_Aires');
	expect(names).toEqual([...names].sort());
	expect(zones('es', 'America/Lima').length).toBe(names.length);
});
