import { expect, test } from 'vitest';
import { ask, filterOf } from './filter';

test('an address is a filter, and an empty one asks for everything', () => {
	expect(ask(filterOf(new URLSearchParams('')))).toEqual({});
	expect(ask(filterOf(new URLSearchParams('who=mem_1&what=role')))).toEqual({
		actor: 'mem_1',
		action: 'role.'
	});
});

test('both days are whole', () => {
	const { from, to } = ask(filterOf(new URLSearchParams('from=2026-11-30&to=2026-11-30')));
	expect(new Date(from ?? '').getTime()).toBe(new Date(2026, 10, 30).getTime());
	expect(new Date(to ?? '').getTime()).toBe(new Date(2026, 11, 1).getTime());
});

test('what is no day is not asked for', () => {
	expect(ask(filterOf(new URLSearchParams('from=ayer'))).from).toBeUndefined();
});
