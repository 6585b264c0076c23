import { expect, test } from 'vitest';
import { lines, touches, type Part } from './calls';
import { Question } from './question.svelte';

const part = (permission: string, count?: number) =>
	({
		permission,
		whole: true,
		tickets: count === undefined ? null : { count, more: false, numbers: [] }
	}) as unknown as Part;
const nobody = { people: [], more: 0, unchanged: 3 };
const somebody = { ...nobody, people: [{ opens: [part('ticket.read', 2)], closes: [] }] } as never;

test('what holds in the same tickets is one line', () => {
	const parts = [
		part('ticket.read', 3),
		part('user.view'),
		part('ticket.reply', 3),
		part('note.read', 1)
	];
	expect(lines(parts).map(({ permissions }) => permissions)).toEqual([
		['ticket.read', 'ticket.reply'],
		['user.view'],
		['note.read']
	]);
});

test('who touches nobody is not asked, and a no is a no', async () => {
	const question = new Question();
	expect(touches(nobody)).toBe(false);
	expect(await question.sure(() => Promise.resolve(nobody))).toBe(true);
	expect(question.open).toBe(false);
	const asked = question.sure(() => Promise.resolve(somebody));
	await Promise.resolve();
	await Promise.resolve();
	expect(question.open).toBe(true);
	question.answer(false);
	expect(await asked).toBe(false);
	expect(question.open).toBe(false);
	await expect(question.sure(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
});
