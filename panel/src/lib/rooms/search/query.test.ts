import { expect, test } from 'vitest';
import { asked, written, type Asked } from './query';

const there = (one: Asked) =>
	asked(
		new URLSearchParams(Object.entries(written(one)).filter(([, v]) => v) as [string, string][])
	);

test('what is written into an address is read from it', () => {
	const one: Asked = {
		q: 'filtro #1',
		kind: 'message',
		state: 'closed',
		team: 'tea_1',
		channel: 'chn_1'
	};
	expect(there(one)).toEqual(one);
	expect(there({ q: 'x' })).toEqual({ q: 'x' });
});

test('of contacts nothing is asked that only tickets have', () => {
	expect(there({ q: 'x', kind: 'contact', team: 'tea_1' })).toEqual({ q: 'x', kind: 'contact' });
});

test('words that nobody wrote are passed over', () => {
	expect(asked(new URLSearchParams('kind=order&state=lost'))).toEqual({ q: '' });
});
