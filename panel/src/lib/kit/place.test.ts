import { expect, test } from 'vitest';
import { shift } from './place';

const seen = ['c', 'd', 'e', 'f'].map((key, at) => ({ key, start: 200 + at * 100 }));
const placed = (keys: string) => (key: unknown) => {
	const at = keys.indexOf(String(key));
	return at < 0 ? undefined : at * 100;
};

test('rows that come above push, rows that go pull', () => {
	expect(shift(seen, placed('abcdef'))).toBe(0);
	expect(shift(seen, placed('xyabcdef'))).toBe(200);
	expect(shift(seen, placed('bcdef'))).toBe(-100);
});

test('what jumps to the top does not take the list with it', () => {
	expect(shift(seen, placed('dabcef'))).toBe(0);
	expect(shift(seen, placed('cxyabdef'))).toBe(200);
});

test('when nothing that was seen is left, the list stays', () => {
	expect(shift(seen, placed('xyz'))).toBe(0);
	expect(shift([], placed('abc'))).toBe(0);
});
