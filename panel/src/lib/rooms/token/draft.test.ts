import { expect, test } from 'vitest';
import { body, draftOf, held } from './draft';

const now = Date.parse('2026-11-25T12:00:00Z');

test('a token ends after the days that were chosen, and has nothing unless it was given', () => {
	expect(body({ ...draftOf(), name: 'ERP' }, now)).toEqual({
		name: 'ERP',
		permissions: [],
		expires_at: '2027-02-23T12:00:00.000Z'
	});
});

test('all means all, now and later; never means never', () => {
	const all = body(
		{ ...draftOf(), extent: 'all', permissions: ['ticket.read'], until: 'never' },
		now
	);
	expect(all.permissions).toBeNull();
	expect(all.expires_at).toBeNull();
});

test('a date is good until its end', () => {
	const { expires_at } = body({ ...draftOf(), until: 'date', date: '2027-03-01' }, now);
	expect(new Date(expires_at ?? '').getTime()).toBe(new Date(2027, 2, 1, 23, 59, 59).getTime());
});

test('a date that was not chosen is refused, not forgotten', () => {
	const { expires_at } = body({ ...draftOf(), until: 'date' }, now);
	expect(Date.parse(expires_at ?? '')).toBeLessThan(now);
});

test('only what is held can be given', () => {
	expect(held({ 'ticket.read': true, 'audit.read': false, 'user.edit': { denied: {} } })).toEqual([
		'ticket.read'
	]);
});
