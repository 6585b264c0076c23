import { describe, expect, test } from 'vitest';
import { offered } from './choices';
import type { Row } from './rows.svelte';

type On = Pick<Row, 'can' | 'state' | 'assignee'>;

const all: Row['can'] = [
	'ticket.take',
	'ticket.transfer',
	'ticket.edit',
	'ticket.hold',
	'ticket.close'
];
const luz = { name: 'Luz Arriaga', first_name: 'Luz', last_name: 'Arriaga', external: false };
const row = (change: Partial<On> = {}): On => ({
	can: all,
	state: 'open',
	assignee: luz,
	...change
});

describe('what is offered of several tickets', () => {
	test('is what may be done to each of them', () => {
		expect(offered([row(), row()])).toEqual(['assign', 'team', 'label', 'hold', 'close']);
		expect(offered([row(), row({ can: ['ticket.edit'] })])).toEqual(['label']);
		expect(offered([row({ can: [] })])).toEqual([]);
		expect(offered([])).toEqual([]);
	});

	test('is taken only while nobody has any of them', () => {
		const free = row({ state: 'waiting', assignee: null });
		expect(offered([free])).toContain('take');
		expect(offered([free, row()])).not.toContain('take');
	});

	test('is held or taken back, never both', () => {
		const held = row({ state: 'hold' });
		expect(offered([held])).toContain('release');
		expect(offered([held])).not.toContain('hold');
		expect(offered([held, row()])).not.toContain('hold');
		expect(offered([held, row()])).not.toContain('release');
	});

	test('of what is closed only labels', () => {
		expect(offered([row({ state: 'closed' })])).toEqual(['label']);
	});
});
