import { expect, test } from 'vitest';
import { Selection } from './selection.svelte';

const order = ['a', 'b', 'c', 'd', 'e'];

test('one by one and by ranges, both ways', () => {
	const selection = new Selection();
	selection.toggle('b', order);
	selection.toggle('d', order, true);
	expect([...selection.ids]).toEqual(['b', 'c', 'd']);
	selection.toggle('a', order, true);
	expect([...selection.ids].sort()).toEqual(['a', 'b', 'c', 'd']);
	selection.toggle('c', order);
	selection.toggle('b', order, true);
	expect([...selection.ids].sort()).toEqual(['a', 'd']);
});

test('some and all, and what is gone', () => {
	const selection = new Selection();
	expect(selection.state(order)).toBe('none');
	selection.toggle('c', order, true);
	expect(selection.state(order)).toBe('some');
	selection.all(order);
	expect(selection.state(order)).toBe('all');
	selection.keep(['c', 'z']);
	expect([...selection.ids]).toEqual(['c']);
	selection.clear();
	expect(selection.size).toBe(0);
});
