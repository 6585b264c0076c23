import { expect, test } from 'vitest';
import { draftOf, looks, reordered } from './draft';

const field = (id: string, position: number) => ({ id, position });

test('one goes up, and only what changes its place is said again', () => {
	const fields = [field('a', 0), field('b', 1), field('c', 2)];
	expect(reordered(fields, 'c', -1)).toEqual([field('c', 1), field('b', 2)]);
	expect(reordered(fields, 'a', -1)).toEqual([]);
	expect(reordered(fields, 'c', 1)).toEqual([]);
});

test('places that were the same come apart', () => {
	const fields = [field('a', 0), field('b', 0), field('c', 0)];
	expect(reordered(fields, 'b', 1)).toEqual([field('c', 1), field('b', 2)]);
});

test('choices are lines, and only a choice has them', () => {
	const draft = { ...draftOf(), kind: 'choice' as const, choices: ' Tractor \n\nSembradora\n' };
	expect(looks(draft).choices).toEqual(['Tractor', 'Sembradora']);
	expect(looks({ ...draft, kind: 'text' }).choices).toEqual([]);
});
