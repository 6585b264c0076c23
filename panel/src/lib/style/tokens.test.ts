import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { contrast } from './contrast';

const css = readFileSync('src/lib/style/tokens.css', 'utf8');

/** The colours of each theme, as `tokens.css` says them. */
function theme(name: string): Record<string, string> {
	const block = css.match(new RegExp(`\\[data-theme='${name}'\\] \\{([^}]*)\\}`))?.[1] ?? '';
	return Object.fromEntries(
		[...block.matchAll(/--([a-z0-9-]+): (#[0-9a-f]{6});/g)].map((m) => [m[1], m[2]])
	);
}

const grounds = ['bg', 'panel', 'sunk', 'hover', 'accent-soft'];
/** What is written on what. */
const text: [string, string][] = [
	...['ink', 'ink2', 'ink3'].flatMap((ink) => grounds.map((on): [string, string] => [ink, on])),
	...['bg', 'panel', 'sunk', 'hover', 'accent-soft'].map((on): [string, string] => ['accent', on]),
	['accent-ink', 'accent'],
	['accent-ink', 'accent-hover'],
	['note-ink', 'note'],
	...['panel', 'bg', 'warn-soft'].map((on): [string, string] => ['warn', on]),
	...['panel', 'bg', 'bad-soft', 'hover', 'accent-soft'].map((on): [string, string] => ['bad', on]),
	['bad-ink', 'bad'],
	['bad-ink', 'bad-hover'],
	['ok', 'panel'],
	['ok', 'ok-soft'],
	['alert-ink', 'alert'],
	['rail-ink', 'rail'],
	['rail-on', 'rail'],
	['tip-ink', 'tip']
];
/** What must be told from what without reading: edges of fields, the ring around what is focused. */
const shapes: [string, string][] = [
	['edge', 'panel'],
	['edge', 'bg'],
	['focus', 'panel'],
	['focus', 'bg'],
	['accent', 'panel']
];

describe.each([
	['light', 4.5],
	['dark', 4.5],
	['contrast', 7],
	['contrast-dark', 7]
])('%s', (name, least) => {
	const colours = theme(name);
	const colour = (token: string) => colours[token] ?? `no ${token}`;

	test('text can be read', () => {
		const poor = text.filter(([ink, on]) => !(contrast(colour(ink), colour(on)) >= least));
		expect(
			poor.map(([a, b]) => `${a} on ${b}: ${contrast(colour(a), colour(b)).toFixed(2)}`)
		).toEqual([]);
	});

	test('shapes can be seen', () => {
		const poor = shapes.filter(([shape, on]) => !(contrast(colour(shape), colour(on)) >= 3));
		expect(
			poor.map(([a, b]) => `${a} on ${b}: ${contrast(colour(a), colour(b)).toFixed(2)}`)
		).toEqual([]);
	});

	test('has every colour of the light theme', () => {
		expect(Object.keys(colours)).toEqual(Object.keys(theme('light')));
	});
});
