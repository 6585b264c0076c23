// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest';
import { Order, parts, placed, whole } from './order.svelte';

afterEach(() => localStorage.clear());

test('a part goes before another or to the end, and every part stays there once', () => {
	expect(placed(parts, 'labels', 'contact').slice(0, 3)).toEqual(['labels', 'contact', 'ticket']);
	expect(placed(parts, 'contact', undefined).at(-1)).toBe('contact');
	expect(placed(parts, 'ticket', 'ticket')).toEqual(parts);
	expect([...placed(parts, 'history', 'ticket')].sort()).toEqual([...parts].sort());
});

test('what was kept stands first; what is new since comes after, what is no more goes', () => {
	expect(whole(['history', 'orders', 'contact'])).toEqual([
		'history',
		'contact',
		'ticket',
		'labels',
		'followers',
		'time',
		'earlier'
	]);
	expect(whole('nonsense')).toEqual(parts);
});

test('the next page finds it as it was left', () => {
	new Order().put('history', 'contact');
	expect(new Order().parts[0]).toBe('history');
});
