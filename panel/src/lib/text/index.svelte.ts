/**
 * What the panel says and how it writes numbers and dates. One catalogue a language, loaded when it is chosen: first
 * what everybody's work needs, later the words of Manage and of the pages about oneself (`scripts/catalogue.ts`). Keys are those of
 * the Spanish one and are checked by the compiler. Nothing outside the catalogues is text.
 */
import type es from './es.json';
import { clock } from './clock.svelte';
import * as format from './format';
import { languageFor, localeFor, source, type Language } from './language';
import { Messages, type Part, type Values } from './messages';

export type Key = keyof typeof es;
export { clock };
export { endonym, languages, type Language } from './language';
export type { Part, Values } from './messages';
export type { DateStyle, Instant } from './format';

type Catalogue = Record<string, string>;
const files = {
	first: import.meta.glob<Catalogue>('./*.json', { import: 'default', query: '?first' }),
	later: import.meta.glob<Catalogue>('./*.json', { import: 'default', query: '?later' })
};

function part(of: keyof typeof files, language: Language): Promise<Catalogue> {
	const load = files[of][`./${language}.json`];
	if (!load) throw new Error(`no catalogue for ${language}`);
	return load();
}

class Speech {
	language = $state<Language>(source);
	/** The person's whole locale, for numbers and dates: `es-MX` and `es-AR` share words, not commas. */
	locale = $state<string>(source);
	zone = $state(Intl.DateTimeFormat().resolvedOptions().timeZone);
	messages = $state.raw(new Messages(source, {}));

	get manner(): format.Manner {
		return { locale: this.locale, zone: this.zone };
	}

	/** Whether the later half was wanted: then every language that is chosen comes with it. */
	#whole = false;

	/** Speaks the first of the wishes that we know, from the next frame on. */
	async use(wishes: readonly string[], zone?: string): Promise<void> {
		const language = languageFor(wishes);
		const [first, later] = await Promise.all([
			part('first', language),
			this.#whole ? part('later', language) : undefined
		]);
		this.locale = localeFor(wishes);
		this.language = language;
		this.messages = new Messages(this.locale, { ...first, ...later }, later !== undefined);
		if (zone) this.zone = zone;
		if (typeof document !== 'undefined') document.documentElement.lang = this.locale;
	}

	/** Has the words of Manage and of the pages about oneself too. */
	async whole(): Promise<void> {
		this.#whole = true;
		const { language } = this;
		const later = await part('later', language);
		// The language may have been changed meanwhile, and came with its own.
		if (this.messages.whole || this.language !== language) return;
		this.messages = new Messages(this.locale, { ...this.messages.catalogue, ...later }, true);
	}
}

export const speech = new Speech();

export function t(key: Key, values?: Values): string {
	return speech.messages.say(key, values);
}

/** The same in pieces, for sentences with a name in bold or a link in them. */
export function parts(key: Key, values?: Values): Part[] {
	return speech.messages.parts(key, values);
}

export const date = (at: format.Instant, style: format.DateStyle = 'date') =>
	format.date(speech.manner, at, style);
export const brief = (at: format.Instant) => format.brief(speech.manner, at, clock.now);
export const dayLine = (at: format.Instant) => format.dayLine(speech.manner, at, clock.now);
export const dayOf = (at: format.Instant) => format.dayOf(speech.manner, at);
export const span = (ms: number) => format.span(speech.manner, ms);
/** How long ago something was, as of this minute. */
export const ago = (at: string) => span(Math.max(0, clock.now - Date.parse(at)));
export const number = (n: number, options?: Intl.NumberFormatOptions) =>
	format.number(speech.manner, n, options);
export const count = (n: number, most?: number) => format.count(speech.manner, n, most);
export const money = (minor: number, currency: string) =>
	format.money(speech.manner, minor, currency);
export const bytes = (n: number) => format.bytes(speech.manner, n);
export const list = (items: string[], type?: 'conjunction' | 'disjunction') =>
	format.list(speech.manner, items, type);
