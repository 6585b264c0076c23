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

/**
 * The first wish that we speak, the site's before the browser's; what we do not speak at all is answered in Spanish.
 * A site that says only `es` leaves the country, and with it the way of writing numbers and times, to the browser.
 */
export function localeFor(site: readonly Wish[], browser: readonly string[]): string {
	const known = (wish: Wish): wish is string => !!wish && `./${language(wish)}.json` in files;
	const wish = [...site, ...browser].find(known) ?? source;
	return browser.find((own) => own.toLowerCase().startsWith(`${wish.toLowerCase()}-`)) ?? wish;
}

export function language(wish: string): string {
	return (wish.toLowerCase().split('-')[0] ?? '').trim();
}

export async function speak(wished: string): Promise<void> {
	const load = files[`./${language(wished)}.json`];
	if (!load) throw new Error(`no catalogue for ${wished}`);
	catalogue = await load();
	try {
		locale = Intl.getCanonicalLocales(wished)[0] ?? language(wished);
	} catch {
		locale = language(wished);
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
