import { expect, test } from 'vitest';
import { covered } from './keyboard';
import { goes, intentOf } from './swipe';

test('a finger says what it wants by where it goes first', () => {
	expect(intentOf(4, 3)).toBe('unknown');
	expect(intentOf(14, 2)).toBe('back');
	expect(intentOf(12, 10)).toBe('other');
	expect(intentOf(2, 30)).toBe('other');
	expect(intentOf(-20, 0)).toBe('other');
});

test('a pane goes when it was drawn far enough or flicked, and not when it is thrown back', () => {
	expect(goes(200, 390, 0)).toBe(true);
	expect(goes(60, 390, 0.9)).toBe(true);
	expect(goes(60, 390, 0.1)).toBe(false);
	expect(goes(300, 390, -0.8)).toBe(false);
});

test('what covers the page is the keyboard, and neither a bar of the browser nor a zoom', () => {
	expect(covered(844, { height: 508, scale: 1 })).toBe(336);
	expect(covered(844, { height: 800, scale: 1 })).toBe(0);
	expect(covered(844, { height: 422, scale: 2 })).toBe(0);
});
