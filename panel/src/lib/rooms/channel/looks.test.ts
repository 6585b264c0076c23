import { expect, test } from 'vitest';
import { contrast } from '$lib/style/contrast';
import { inkOn, shown } from './looks';

test('what stands on a colour can be read', () => {
	for (const colour of ['#0e6b5c', '#ffe14d', '#777777', '#000000', '#ffffff', '#c25100'])
		expect(contrast(inkOn(colour), colour), colour).toBeGreaterThanOrEqual(4.5);
	expect(inkOn('#0e6b5c')).toBe('#ffffff');
	expect(inkOn('#ffe14d')).toBe('#000000');
});

test('a colour that is half written is the house’s until it is one', () => {
	expect(shown('#8A4B2A ')).toBe('#8a4b2a');
	expect(shown('#8a4')).toBe('#0e6b5c');
	expect(shown('rojo')).toBe('#0e6b5c');
});
