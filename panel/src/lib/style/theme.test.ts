// @vitest-environment happy-dom
import { afterEach, expect, test, vi } from 'vitest';
import prelude from '../../../static/theme.js?raw';
import { chosen, themes, wear, worn } from './theme';

afterEach(() => localStorage.clear());

const machines = [
	{ dark: false, contrast: false },
	{ dark: true, contrast: false },
	{ dark: false, contrast: true },
	{ dark: true, contrast: true }
];

function machine(now: { dark: boolean; contrast: boolean }) {
	vi.stubGlobal('matchMedia', (query: string) => ({
		matches: query.includes('dark') ? now.dark : now.contrast
	}));
}

test('what runs before the first paint wears what the panel would', () => {
	for (const now of machines) {
		for (const choice of themes) {
			machine(now);
			wear(choice);
			expect(chosen()).toBe(choice);
			const after = document.documentElement.dataset.theme;
			expect(after).toBe(worn(choice, now));
			delete document.documentElement.dataset.theme;
			new Function(prelude)();
			expect(document.documentElement.dataset.theme, `${choice} ${JSON.stringify(now)}`).toBe(
				after
			);
		}
	}
});

test('a choice is a choice, whatever the machine wishes', () => {
	expect(worn('light', { dark: true, contrast: true })).toBe('light');
	expect(worn('contrast', { dark: true, contrast: false })).toBe('contrast-dark');
	expect(worn('system', { dark: false, contrast: true })).toBe('contrast');
});

test('a word that nobody knows is the system', () => {
	localStorage.setItem('relevo.theme', 'sepia');
	expect(chosen()).toBe('system');
});
