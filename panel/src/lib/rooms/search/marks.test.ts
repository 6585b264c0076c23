import { expect, test } from 'vitest';
import { pieces, ticketNumber } from './marks';

test('a text is cut at its marks and loses nothing', () => {
	expect(pieces('la tolva no sube', [[3, 8]])).toEqual([
		{ text: 'la ', marked: false },
		{ text: 'tolva', marked: true },
		{ text: ' no sube', marked: false }
	]);
	expect(pieces('tolva', [[0, 5]])).toEqual([{ text: 'tolva', marked: true }]);
	expect(pieces('tolva', [])).toEqual([{ text: 'tolva', marked: false }]);
});

test('marks that do not fit are left out', () => {
	const cut = pieces('abc', [
		[2, 9],
		[1, 1],
		[0, 1],
		[0, 2]
	]);
	expect(cut.map((p) => p.text).join('')).toBe('abc');
	expect(cut[0]).toEqual({ text: 'a', marked: true });
});

test('a ticket by its number', () => {
	expect(ticketNumber('#1042')).toBe(1042);
	expect(ticketNumber(' # 7 ')).toBe(7);
	expect(ticketNumber('1042')).toBeUndefined();
	expect(ticketNumber('#12a')).toBeUndefined();
});
