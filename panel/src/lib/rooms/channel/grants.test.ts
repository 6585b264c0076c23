import { expect, test } from 'vitest';
import type { Seat } from './calls';
import { requests, together } from './grants';

const stand = (on: boolean, fixed = false) => ({ on, fixed, by_default: on, until: null });
const seat = (id: string, edit: ReturnType<typeof stand>, may = true) =>
	({
		id,
		may,
		permissions: {
			'contact.edit': edit,
			'ticket.transfer': stand(true, true),
			'ticket.hold': stand(true)
		}
	}) as unknown as Seat;

test('some, all or none, of those for whom there is something to switch', () => {
	const [on, off, fixed] = [
		seat('a', stand(true)),
		seat('b', stand(false)),
		seat('c', stand(true, true))
	];
	const stranger = seat('d', stand(true), false);
	expect(together([on, off], 'contact.edit')).toBe('some');
	expect(together([on, fixed, stranger], 'contact.edit')).toBe('all');
	expect(together([off, fixed, stranger], 'contact.edit')).toBe('none');
	expect(together([fixed, stranger], 'contact.edit')).toBe('fixed');
	expect(together([on, off], 'ticket.transfer')).toBe('fixed');
});

test('only what was touched is sent, and only to those whom it can reach', () => {
	const seats = [
		seat('a', stand(true)),
		seat('c', stand(true, true)),
		seat('d', stand(true), false)
	];
	expect(requests(seats, { 'contact.edit': false, 'ticket.transfer': true }, undefined)).toEqual([
		{ members: ['a'], permissions: { 'contact.edit': false }, until: undefined }
	]);
	expect(requests(seats, {}, undefined)).toEqual([]);
});
