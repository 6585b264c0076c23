// @vitest-environment happy-dom
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterEach, describe, expect, test } from 'vitest';
import { found, recent, setTone, tone, toned, used } from './choice';
import { groups, read } from './data';
import { rowsOf, step } from './grid';

afterEach(() => localStorage.clear());

const files = createRequire(import.meta.url);
const all = (language: string) =>
	read(JSON.parse(readFileSync(files.resolve(`emojibase-data/${language}/compact.json`), 'utf8')));

describe.each(['es', 'en', 'fr', 'de', 'it', 'pl', 'pt'])('in %s', (language) => {
	test('every group has its emoji, and every emoji a name', () => {
		const emoji = all(language);
		for (const group of groups)
			expect(emoji.filter((e) => e.group === group).length, group).toBeGreaterThan(50);
		expect(emoji.filter((e) => !e.name)).toEqual([]);
		expect(new Set(emoji.map((e) => e.sign)).size).toBe(emoji.length);
	});
});

test('they are found by what people call them, accents or not', () => {
	const es = all('es');
	expect(found(es, 'corazon rojo')[0]?.sign).toBe('❤️');
	expect(found(es, 'TRACTOR').map((e) => e.sign)).toContain('🚜');
	expect(found(es, 'pulgar').map((e) => e.sign)).toContain('👍️');
	expect(found(es, 'qwertz')).toEqual([]);
});

test('a tone is kept, and worn by those that have one', () => {
	const es = all('es');
	const hand = es.find((e) => e.sign.startsWith('👋'));
	const heart = es.find((e) => e.sign === '❤️');
	if (!hand || !heart) throw new Error('they are there');
	expect(tone()).toBe(0);
	setTone(3);
	expect(toned(hand, tone())).toBe('👋🏽');
	expect(toned(heart, tone())).toBe('❤️');
	expect(toned(hand, 0)).toBe(hand.sign);
	// Two people of one tone, and not of two.
	const two = es.find((e) => e.sign.startsWith('👭'));
	expect(two && toned(two, 5)).toBe('👭🏿');
});

test('what was used last comes first, once', () => {
	for (const sign of ['a', 'b', 'a']) used(sign);
	expect(recent()).toEqual(['a', 'b']);
	for (let n = 0; n < 40; n += 1) used(String(n));
	expect(recent().length).toBe(24);
	localStorage.clear();
	localStorage.setItem('relevo.emoji.recent.', 'nonsense');
	expect(recent()).toEqual([]);
});

test('keys go through the rows, also into shorter ones and over their ends', () => {
	const rows = [...rowsOf([1, 2, 3, 4, 5], 3), ...rowsOf([6], 3)];
	expect(rows).toEqual([[1, 2, 3], [4, 5], [6]]);
	expect(step(rows, [0, 2], 'ArrowRight')).toEqual([1, 0]);
	expect(step(rows, [1, 0], 'ArrowLeft')).toEqual([0, 2]);
	expect(step(rows, [0, 2], 'ArrowDown')).toEqual([1, 1]);
	expect(step(rows, [2, 0], 'ArrowUp')).toEqual([1, 0]);
	expect(step(rows, [2, 0], 'ArrowDown')).toBeUndefined();
	expect(step(rows, [0, 1], 'End')).toEqual([0, 2]);
	expect(step(rows, [0, 1], 'a')).toBeUndefined();
});
