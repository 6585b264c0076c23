/** What a person may choose. `system` follows the machine; `contrast` is light or dark as the machine is. */
export const themes = ['system', 'light', 'dark', 'contrast'] as const;
export type Theme = (typeof themes)[number];
/** What the page wears: the values of `data-theme` in `tokens.css`. */
export type Worn = 'light' | 'dark' | 'contrast' | 'contrast-dark';

const KEY = 'relevo.theme';

/** The same rule as `static/theme.js`, which runs before anything is painted. */
export function worn(choice: Theme, machine: { dark: boolean; contrast: boolean }): Worn {
	if (choice === 'contrast' || (choice === 'system' && machine.contrast))
		return machine.dark ? 'contrast-dark' : 'contrast';
	if (choice === 'system') return machine.dark ? 'dark' : 'light';
	return choice;
}

export function isTheme(value: unknown): value is Theme {
	return themes.includes(value as Theme);
}

export function chosen(): Theme {
	const value = localStorage.getItem(KEY);
	return isTheme(value) ? value : 'system';
}

function machine() {
	return {
		dark: matchMedia('(prefers-color-scheme: dark)').matches,
		contrast: matchMedia('(prefers-contrast: more)').matches
	};
}

export function wear(choice: Theme): void {
	if (choice === 'system') localStorage.removeItem(KEY);
	else localStorage.setItem(KEY, choice);
	put(choice);
}

/** On the page, and on what the machine draws around it. */
function put(choice: Theme): void {
	document.documentElement.dataset.theme = worn(choice, machine());
	const panel = getComputedStyle(document.documentElement).getPropertyValue('--panel');
	for (const meta of document.querySelectorAll('meta[name=theme-color]'))
		meta.setAttribute('content', panel);
}

/** Follows the machine when it changes its mind, until the returned function is called. */
export function follow(): () => void {
	const lists = [
		matchMedia('(prefers-color-scheme: dark)'),
		matchMedia('(prefers-contrast: more)')
	];
	const change = () => put(chosen());
	change();
	for (const list of lists) list.addEventListener('change', change);
	return () => {
		for (const list of lists) list.removeEventListener('change', change);
	};
}
