/** The languages that have a catalogue. A new one is a file beside `es.json` and a word here; the tests do the rest. */
export const languages = ['es', 'en'] as const;
export type Language = (typeof languages)[number];

/** Written first, and what stands in when nothing better is known. */
export const source: Language = 'es';

/** The catalogue for a locale: `es-MX` reads `es`; what we do not have reads the first wish that we do. */
export function languageFor(wishes: readonly string[]): Language {
	for (const wish of wishes) {
		const base = wish.toLowerCase().split('-')[0];
		const found = languages.find((l) => l === wish || l === base);
		if (found) return found;
	}
	return source;
}

/** A language's name in itself, as a menu of languages shows it. */
export function endonym(language: string): string {
	const name = new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language;
	return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
}
