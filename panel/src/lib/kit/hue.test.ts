import { expect, test } from 'vitest';
import { contrast } from '$lib/style/contrast';
import { hue, hues, initials } from './hue';

test('white can be read on every colour', () => {
	for (const colour of hues)
		expect(contrast('#ffffff', colour), colour).toBeGreaterThanOrEqual(4.5);
});

test('one person, one colour; many people, all colours', () => {
	expect(hue('con_1')).toBe(hue('con_1'));
	expect(new Set(Array.from({ length: 400 }, (_, n) => hue(`con_${n}`))).size).toBe(hues.length);
});

test.each([
	['Rosa Elena Mendoza', 'RM'],
	['Inés Quiroga', 'IQ'],
	['Maquinaria del Bajío', 'MB'],
	['Cooperativa San Isidro', 'CI'],
	['María de los Ángeles', 'MÁ'],
	['  luz ', 'L'],
	['+52 33 1204', '51'],
	['de la', 'DL'],
	['', ''],
	['👍 Ana', 'A']
])('%s is %s', (name, letters) => expect(initials(name)).toBe(letters));
