import { expect, test } from 'vitest';
import { colourOf, contrast, HOUSE, inkOn, mix, palette, readable } from './colour';

/** A grid over the whole cube, the corners and the greys included. */
const steps = [0, 36, 73, 109, 146, 182, 219, 255].map((n) => n.toString(16).padStart(2, '0'));
const colours = steps.flatMap((r) => steps.flatMap((g) => steps.map((b) => `#${r}${g}${b}`)));

test('whatever colour an organisation chooses, what stands on it can be read', () => {
	const worst = Math.min(...colours.map((colour) => contrast(inkOn(colour), colour)));
	expect(worst).toBeGreaterThanOrEqual(4.5);
});

test.each([false, true])('links and marks in it can be read (dark: %s)', (dark) => {
	const grounds = dark ? ['#101312', '#171b19'] : ['#f6f6f4', '#ffffff'];
	for (const colour of colours) {
		const made = palette(colour, dark);
		const text = made['--accent-text'] ?? '';
		for (const ground of grounds)
			expect(contrast(text, ground), colour).toBeGreaterThanOrEqual(4.5);
		// A mark on its soft ground is a picture: 3 is enough.
		expect(contrast(text, made['--accent-soft'] ?? ''), colour).toBeGreaterThanOrEqual(3);
		// A pressed button keeps its text.
		const pressed = contrast(made['--accent-press'] ?? '', made['--accent-ink'] ?? '');
		expect(pressed, colour).toBeGreaterThanOrEqual(4.5);
	}
});

test('a colour that can be read already is left alone', () => {
	expect(readable(HOUSE, ['#ffffff'], 4.5)).toBe(HOUSE);
	expect(palette(HOUSE, false)['--accent-text']).toBe(HOUSE);
});

test('what is not a colour is the house’s', () => {
	for (const text of ['red', '#12', '#0e6b5c;x', 'url(x)', '', null, undefined])
		expect(colourOf(text)).toBe(HOUSE);
	expect(colourOf('#abc')).toBe('#abc');
	expect(mix('#000', '#ffffff', 0.5)).toBe('#808080');
});
