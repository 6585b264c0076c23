import { expect, test } from 'vitest';
import type { Line } from './monitor.svelte';
import { orderAsked, orderWritten, sorted, standing, together } from './order';

function line(name: string, presence: string, tally: Partial<Line['tally']> = {}): Line {
	return {
		id: name,
		name,
		member: { presence },
		tally: {
			open: 0,
			unanswered: 0,
			on_hold: 0,
			snoozed: 0,
			closed: 0,
			first_replies: 0,
			...tally
		}
	} as Line;
}

const lines = [
	line('Óscar', 'offline', { closed: 2, first_reply_seconds: 30 }),
	line('Ana', 'paused', { open: 3, unanswered: 1 }),
	line('Zoé', 'online', { open: 1, unanswered: 1, first_reply_seconds: 90 }),
	line('Bruno', 'online', { open: 5, unanswered: 4, closed: 1 })
];
const names = (order: Parameters<typeof sorted>[1]) =>
	sorted(lines, order, 'es').map(({ name }) => name);

test('who is at work stands first, and of these who has most to answer', () => {
	expect(names(standing)).toEqual(['Bruno', 'Zoé', 'Ana', 'Óscar']);
});

test('by a figure, either way; who has none is last both ways', () => {
	expect(names({ key: 'open', down: true })).toEqual(['Bruno', 'Ana', 'Zoé', 'Óscar']);
	expect(names({ key: 'first_reply', down: false })).toEqual(['Óscar', 'Zoé', 'Ana', 'Bruno']);
	expect(names({ key: 'first_reply', down: true })).toEqual(['Zoé', 'Óscar', 'Ana', 'Bruno']);
	expect(names({ key: 'name', down: false })).toEqual(['Ana', 'Bruno', 'Óscar', 'Zoé']);
});

test('an address says the order; the first one is not said', () => {
	expect(orderAsked(new URLSearchParams('sort=closed-down'))).toEqual({
		key: 'closed',
		down: true
	});
	expect(orderAsked(new URLSearchParams('sort=sideways'))).toEqual(standing);
	expect([orderWritten(standing), orderWritten({ key: 'closed', down: true })]).toEqual([
		undefined,
		'closed-down'
	]);
});

test('the figures of all together', () => {
	expect(together(lines)).toEqual({ online: 2, open: 9, unanswered: 6, closed: 3 });
});
