// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import { countries, countryOf, zones } from './places';

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

test('the country by the clock where the language does not say it, or says another', () => {
	const known = ['getTimeZones', 'timeZones'].some((name) => name in Intl.Locale.prototype);
	expect(countryOf('America/Mexico_City', 'es')).toBe(known ? 'MX' : 'ES');
	expect(countryOf('America/Mexico_City', 'es-MX')).toBe('MX');
	expect(countryOf('Europe/Madrid', 'es')).toBe('ES');
	expect(countryOf('America/Bogota', 'es-CO')).toBe('CO');
	expect(countryOf('America/Sao_Paulo', 'pt')).toBe('BR');
	expect(countryOf('Etc/Nowhere', 'de')).toBe('DE');
});
