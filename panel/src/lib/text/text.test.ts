import { parse, TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser';
import { describe, expect, test } from 'vitest';
import { languages, languageFor, endonym, source } from './language';
import { Messages } from './messages';

const files = import.meta.glob<Record<string, string>>('./*.json', {
	import: 'default',
	eager: true
});
const catalogue = (language: string) => files[`./${language}.json`] ?? {};

/** What a message asks for: the names to fill in with their kind, and the tags. */
function wants(elements: MessageFormatElement[], into = new Set<string>()): Set<string> {
	for (const element of elements) {
		if (element.type === TYPE.literal || element.type === TYPE.pound) continue;
		into.add(`${element.type === TYPE.argument ? '' : `${element.type}:`}${element.value}`);
		if (element.type === TYPE.plural || element.type === TYPE.select)
			for (const option of Object.values(element.options)) wants(option.value, into);
		if (element.type === TYPE.tag) wants(element.children, into);
	}
	return into;
}

/** The plural categories that a message leaves out, apart from those that `other` rightly covers. */
function missingPlurals(elements: MessageFormatElement[], language: string): string[] {
	return elements.flatMap((element) => {
		if (element.type !== TYPE.plural)
			return element.type === TYPE.tag ? missingPlurals(element.children, language) : [];
		const rules = new Intl.PluralRules(language, { type: element.pluralType ?? 'cardinal' });
		const needed = new Set([0, 1, 2, 3, 5, 11, 21, 100].map((n) => rules.select(n)));
		return [...needed].filter((category) => !(category in element.options));
	});
}

test('every language has its file and every file its language', () => {
	expect(Object.keys(files).sort()).toEqual(languages.map((l) => `./${l}.json`).sort());
});

describe.each(languages)('%s', (language) => {
	const messages = catalogue(language);

	test('has the keys of the source, in order', () => {
		expect(Object.keys(messages)).toEqual(Object.keys(catalogue(source)).sort());
	});

	test('asks for what the source asks for', () => {
		for (const [key, message] of Object.entries(messages)) {
			const own = [...wants(parse(message))].sort();
			expect(own, key).toEqual([...wants(parse(catalogue(source)[key] ?? ''))].sort());
		}
	});

	test('says every plural that the language has', () => {
		for (const [key, message] of Object.entries(messages))
			expect(missingPlurals(parse(message), language), key).toEqual([]);
	});

	test('says something, and nothing with loose spaces', () => {
		for (const [key, message] of Object.entries(messages)) {
			expect(message, key).not.toBe('');
			expect(message.trim(), key).toBe(message);
			expect(message, key).not.toMatch(/ {2}/);
		}
	});
});

test('Spanish keeps its voice: no exclamations, no sorry, no usted in the panel', () => {
	for (const [key, message] of Object.entries(catalogue('es'))) {
		expect(message, key).not.toMatch(/[¡!]|\b(lo sentimos|perdón|disculpa|usted|por favor)\b/i);
		expect(message, key).not.toMatch(/\b(boleto|tiquete|bandeja|tenant|lead|OK|Submit)\b/);
	}
});

test('a sentence with a count, and one with a name in bold', () => {
	const messages = new Messages('es', {
		n: '{n, plural, one {Se transferirá # ticket} other {Se transferirán # tickets}}',
		who: 'Puede dártelo <b>{name}</b>.',
		plain: 'Transferir'
	});
	expect(messages.say('n', { n: 1 })).toBe('Se transferirá 1 ticket');
	expect(messages.say('n', { n: 12345 })).toBe('Se transferirán 12.345 tickets');
	expect(messages.parts('who', { name: '<i>Luz</i>' })).toEqual([
		'Puede dártelo ',
		{ tag: 'b', text: '<i>Luz</i>' },
		'.'
	]);
	expect(messages.parts('plain')).toEqual(['Transferir']);
	expect(() => messages.say('none')).toThrow('no message none in es');
	expect(() => messages.say('n')).toThrow();
});

test('the catalogue for what a browser wishes', () => {
	expect(languageFor(['es-MX', 'en'])).toBe('es');
	expect(languageFor(['zh-CN', 'en-GB'])).toBe('en');
	expect(languageFor([])).toBe('es');
	expect(endonym('es')).toBe('Español');
	expect(endonym('en')).toBe('English');
});
