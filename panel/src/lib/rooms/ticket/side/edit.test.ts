import { expect, test } from 'vitest';
import { changesOf, rowsOf, settled, valuesOf, type Clash } from './edit';

const before = valuesOf({ name: 'Rosa', phone: '+523312044417', email: null });

test('only what was changed is sent, and what was emptied is taken away', () => {
	expect(before.email).toBe('');
	expect(changesOf(before, { ...before, name: ' Rosa ', phone: '', email: 'r@x.mx' })).toEqual({
		phone: null,
		email: 'r@x.mx'
	});
});

const clash: Clash = {
	version: 5,
	current: { name: 'Rosa Elena', phone: '+5215500000000', email: 'r@x.mx' },
	changed: [
		{ field: 'name', before: 'Rosa', after: 'Rosa Elena', at: '' },
		{ field: 'phone', before: '+523312044417', after: '+5215500000000', at: '' },
		{ field: 'email', before: null, after: 'r@x.mx', at: '' }
	]
};

test('where both wrote something else there is a choice; where only they did, or both the same, there is none', () => {
	const mine = { name: 'Rosita', email: 'r@x.mx', document: 'ABC' };
	expect(rowsOf(clash, mine)).toEqual([
		{ field: 'name', theirs: 'Rosa Elena', mine: 'Rosita' },
		{ field: 'phone', theirs: '+5215500000000' },
		{ field: 'email', theirs: 'r@x.mx' }
	]);
});

test('what is chosen is saved, and nothing of theirs is written over unasked', () => {
	const mine = { name: 'Rosita', email: 'r@x.mx', document: 'ABC' };
	const rows = rowsOf(clash, mine);
	expect(settled(mine, rows, new Set(['name']))).toEqual({ document: 'ABC' });
	expect(settled(mine, rows, new Set())).toEqual({ name: 'Rosita', document: 'ABC' });
});
