import { expect, test } from 'vitest';
import { finds, fold } from './fold';

test('accents and case are no obstacle', () => {
	expect(fold('Bañuelos ÁÉ ü')).toBe('banuelos ae u');
	expect(finds('Soporte de campo · Lerma', 'lér cam')).toBe(true);
	expect(finds('Teresa Bañuelos', 'banu')).toBe(true);
	expect(finds('Teresa Bañuelos', 'esa')).toBe(false);
	expect(finds('Teresa', '')).toBe(true);
	expect(finds('ines@maquinaria.mx', 'ines@maq')).toBe(true);
});
