/**
 * What the frame says. One catalogue a language, loaded when it is chosen; the keys are those of the Spanish one, which
 * is written first, and the compiler checks them. A new language is a file here; the tests do the rest.
 */
import type es from './es.json';

type Catalogue = typeof es;
export type Key = keyof Catalogue;
/** A text that depends on a number stands under `key.one`, `key.other` and what else its language tells apart. */
export type Counted = { [K in Key]: K extends `${infer Stem}.other` ? Stem : never }[Key];
type Values = Record<string, string | number>;

const files = import.meta.glob<Catalogue>('./*.json', { import: 'default' });
export const source = 'es';

let catalogue: Record<string, string> = {};
/** The whole locale, for numbers and dates: `es-MX` and `es-AR` share words, not commas. */
export let locale = source;

type Wish = string | null | undefined;

/** The languages that have a file. */
const languages = Object.keys(files).map((file) => file.slice(2, -5));

/**
 * The first wish that we speak: the site's before the browser's, and the organisation's language when we speak none of
 * them. A site that says only `es` leaves the country, and with it the way of writing numbers and times, to the browser;
 * a language that is one country's is written as that country writes it.
 */
export function localeFor(
	site: readonly Wish[],
	browser: readonly string[],
	otherwise: string = source
): string {
	const wish = [...site, ...browser].find((wish) => !!wish && !!language(wish)) ?? otherwise;
	const spoken = language(wish) ?? source;
	if (spoken.includes('-')) return spoken;
	return browser.find((own) => own.toLowerCase().startsWith(`${wish.toLowerCase()}-`)) ?? wish;
}

/** The catalogue that a wish reads: `pt`, `pt-PT` and `pt-BR` read `pt-BR`. */
export function language(wish: string): string | undefined {
	const base = (tag: string) => tag.toLowerCase().split(/[-_]/)[0]?.trim();
	return languages.find((own) => base(own) === base(wish));
}

export async function speak(wished: string): Promise<void> {
	const spoken = language(wished);
	const load = files[`./${spoken}.json`];
	if (!spoken || !load) throw new Error(`no catalogue for ${wished}`);
	catalogue = await load();
	try {
		locale = Intl.getCanonicalLocales(wished)[0] ?? spoken;
	} catch {
		locale = spoken;
	}
}

export function say(key: Key, values: Values = {}): string {
	return fill(catalogue[key] ?? key, values);
}

export function count(stem: Counted, n: number): string {
	const kind = new Intl.PluralRules(locale).select(n);
	return fill(catalogue[`${stem}.${kind}`] ?? catalogue[`${stem}.other`] ?? stem, { n });
}

function fill(text: string, values: Values): string {
	return text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
}
