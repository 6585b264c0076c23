import { IntlMessageFormat } from 'intl-messageformat';

export type Value = string | number | boolean | Date | null | undefined;
export type Values = Record<string, Value>;
/** A piece of a sentence: plain, or inside a tag such as `<b>`. */
export type Part = string | { tag: string; text: string };

/** The messages of one language, each parsed when it is first said. */
export class Messages {
	#formats = new Map<string, IntlMessageFormat>();

	constructor(
		readonly locale: string,
		readonly catalogue: Readonly<Record<string, string>>,
		/** Not whole: what is missing is on its way, and nothing stands in its place until then. */
		readonly whole = true
	) {}

	#coming(key: string): boolean {
		return !this.whole && !(key in this.catalogue);
	}

	#format(key: string): IntlMessageFormat {
		let format = this.#formats.get(key);
		if (!format) {
			const message = this.catalogue[key];
			if (message === undefined) throw new Error(`no message ${key} in ${this.locale}`);
			format = new IntlMessageFormat(message, this.locale);
			this.#formats.set(key, format);
		}
		return format;
	}

	say(key: string, values?: Values): string {
		if (this.#coming(key)) return '';
		const message = this.catalogue[key];
		// Most messages hold nothing to fill in: they need no parser.
		if (message !== undefined && !/[{}<']/.test(message)) return message;
		return String(this.#format(key).format(values));
	}

	parts(key: string, values: Values = {}): Part[] {
		if (this.#coming(key)) return [];
		const tags: Record<string, unknown> = {};
		for (const [, tag] of (this.catalogue[key] ?? '').matchAll(/<([a-z]+)>/g)) {
			if (tag) tags[tag] = (chunks: string[]) => ({ tag, text: chunks.join('') });
		}
		const out = this.#format(key).format({ ...values, ...tags } as Parameters<
			IntlMessageFormat['format']
		>[0]);
		return (Array.isArray(out) ? out : [out]) as Part[];
	}
}
