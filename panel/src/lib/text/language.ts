/** The languages that have a catalogue. A new one is a file beside `es.json` and a word here; the tests do the rest. */
export const languages = ['es', 'en', 'fr', 'de', 'it', 'pl', 'pt-BR'] as const;
export type Language = (typeof languages)[number];

/** Written first, and what stands in when nothing better is known. */
export const source: Language = 'es';

const base = (tag: string) => tag.toLowerCase().split(/[-_]/)[0];

function known(wish: string): Language | undefined {
	return languages.find((language) => base(language) === base(wish));
}

/** The catalogue for a locale: `es-MX` reads `es`, `pt` and `pt-PT` read `pt-BR`; what we do not have reads the first wish that we do. */
export function languageFor(wishes: readonly string[]): Language {
	for (const wish of wishes) {
		const found = known(wish);
		if (found) return found;
	}
	return source;
}

/**
 * The whole locale, for numbers and dates: `es-MX` and `es-AR` share words, not commas. A language that is one country's
 * is written as that country writes it.
 */
export function localeFor(wishes: readonly string[]): string {
	const language = languageFor(wishes);
	if (language.includes('-')) return language;
	return wishes.find((wish) => known(wish) === language) ?? language;
}

/** A language's name in itself, as a menu of languages shows it. */
export function endonym(language: string): string {
	const name = new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language;
	return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
}
