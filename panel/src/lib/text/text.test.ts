import { parse, TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser';
import { describe, expect, test } from 'vitest';
import { languages, languageFor, localeFor, endonym, source, type Language } from './language';
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

/** What is wrong with the plurals of a message: a form that the language needs and is not there, or one that it does not have. */
function wrongPlurals(elements: MessageFormatElement[], language: string): string[] {
	return elements.flatMap((element) => {
		if (element.type === TYPE.tag) return wrongPlurals(element.children, language);
		if (element.type !== TYPE.plural) return [];
		const rules = new Intl.PluralRules(language, { type: element.pluralType ?? 'cardinal' });
		// `other` stands in for what only millions and fractions need.
		const needed = new Set([0, 1, 2, 3, 5, 11, 21, 100].map((n) => rules.select(n)));
		const known: string[] = rules.resolvedOptions().pluralCategories;
		const forms = Object.keys(element.options);
		return [
			...[...needed].filter((form) => !forms.includes(form)).map((form) => `no ${form}`),
			...forms
				.filter((form) => !/^=/.test(form) && !known.includes(form))
				.map((f) => `${f} is none`)
		];
	});
}

/** What reads as in Spanish and is right so: names, and words that both languages have. */
const alike: Record<Exclude<Language, 'es' | 'pt-BR'>, string[]> = {
	en: [
		'Color',
		'Audio: {name}',
		'General',
		'Invisible',
		'No',
		'Normal',
		'Roles',
		'Tickets: {amount}',
		'Video: {name}'
	],
	fr: ['Canal', 'Chat web', 'Gris', 'Invisible', 'Urgente'],
	de: ['Audio: {name}', 'Foto', 'Normal', 'Tickets: {amount}', 'Video: {name}'],
	it: [
		'Alta',
		'Audio: {name}',
		'Cliente',
		'Documento',
		'Firma',
		'Foto',
		'Motivo',
		'No',
		'Nota',
		'Tema',
		'Tipo',
		'Urgente',
		'Verde',
		'Video: {name}',
		// How Meta rates a number.
		'alta',
		'media'
	],
	pl: ['Lista']
};
const names = [
	// As Meta's console has them, in every language.
	'Callback URL',
	'HTTP {status}',
	'Relevo',
	'Telegram',
	'Ticket',
	'Tickets',
	'Token',
	'Tokens',
	'Verify token',
	'Webhook',
	'Webhooks',
	'WhatsApp'
];

/** Left in Spanish. Portuguese shares most of its words with it, so there only a sentence gives the translator away. */
function leftIn(language: Exclude<Language, 'es'>, message: string): boolean {
	if (!/\p{L}/u.test(message.replace(/<[^>]*>|\{\w+\}/g, '')) || names.includes(message))
		return false;
	if (language === 'pt-BR') return /[.?]$/.test(message) || wordsOf(message).length > 4;
	return !alike[language].includes(message);
}

/** The words of a message's last form. */
const wordsOf = (message: string) =>
	message.replace(/^\{n, plural, .*\{/, '').match(/[\p{L}{]+/gu) ?? [];

test('every language has its file and every file its language', () => {
	expect(Object.keys(files).sort()).toEqual(languages.map((l) => `./${l}.json`).sort());
});

describe.each(languages)('%s', (language) => {
	const messages = catalogue(language);

	test('has the keys of the source, in order', () => {
		const theirs = Object.keys(catalogue(source));
		const missing = theirs.filter((key) => !(key in messages));
		const unknown = Object.keys(messages).filter((key) => !theirs.includes(key));
		expect({ file: `${language}.json`, missing, unknown }).toEqual({
			file: `${language}.json`,
			missing: [],
			unknown: []
		});
		expect(Object.keys(messages)).toEqual(theirs.sort());
	});

	test('asks for what the source asks for', () => {
		for (const [key, message] of Object.entries(messages)) {
			const own = [...wants(parse(message))].sort();
			expect(own, key).toEqual([...wants(parse(catalogue(source)[key] ?? ''))].sort());
		}
	});

	test('says every plural that the language has', () => {
		for (const [key, message] of Object.entries(messages))
			expect(wrongPlurals(parse(message), language), key).toEqual([]);
	});

	test('says something, and nothing with loose spaces', () => {
		for (const [key, message] of Object.entries(messages)) {
			expect(message, key).not.toBe('');
			expect(message.trim(), key).toBe(message);
			expect(message, key).not.toMatch(/ {2}/);
		}
	});
});

test.each(languages.filter((l): l is Exclude<Language, 'es'> => l !== source))(
	'%s leaves nothing in Spanish',
	(language) => {
		const left = Object.entries(catalogue(language)).filter(
			([key, message]) => message === catalogue(source)[key] && leftIn(language, message)
		);
		expect({ file: `${language}.json`, left }).toEqual({ file: `${language}.json`, left: [] });
	}
);

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

test('what is on its way is silent, what is nowhere is an error', () => {
	const half = new Messages('es', { here: 'Aquí' }, false);
	expect([half.say('here'), half.say('later'), half.parts('later')]).toEqual(['Aquí', '', []]);
});

test('the catalogue for what a browser wishes', () => {
	expect(languageFor(['es-MX', 'en'])).toBe('es');
	expect(languageFor(['zh-CN', 'en-GB'])).toBe('en');
	expect(languageFor(['pt-PT', 'en'])).toBe('pt-BR');
	expect(languageFor(['PT'])).toBe('pt-BR');
	expect(languageFor(['de-AT', 'en'])).toBe('de');
	expect(languageFor([])).toBe('es');
	expect(localeFor(['ja', 'es-MX', 'en'])).toBe('es-MX');
	expect(localeFor(['pt-PT'])).toBe('pt-BR');
	expect(localeFor([])).toBe('es');
	expect(endonym('es')).toBe('Español');
	expect(endonym('en')).toBe('English');
	expect(languages.map(endonym)).toHaveLength(new Set(languages.map(endonym)).size);
	expect(endonym('pt-BR')).toBe('Português (Brasil)');
});
