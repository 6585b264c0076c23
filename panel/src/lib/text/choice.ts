const KEY = 'relevo.language';

/** What this browser was told, before what it is set to: the sign-in page has no person to ask. */
export function chosenLanguages(): string[] {
	const chosen = localStorage.getItem(KEY);
	return chosen ? [chosen, ...navigator.languages] : [...navigator.languages];
}

export function rememberLanguage(locale: string): void {
	localStorage.setItem(KEY, locale);
}
