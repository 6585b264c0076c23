import { beforeEach, describe, expect, test, vi } from 'vitest';
import { count, language, localeFor, say, source, speak } from '.';
import { dayLine, initials, links, size, time } from './format';

const files = import.meta.glob<Record<string, string>>('./*.json', {
	import: 'default',
	eager: true
});
const spanish = files['./es.json'] ?? {};
const places = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();
/** Intl writes spaces that do not break; a reader sees a space. */
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

/** `unread.few` as `unread.other`: which forms a number has is each language's own affair. */
const stem = (key: string) =>
	key.replace(/\.(zero|one|two|few|many)$/, (form, _name, at) =>
		`${key.slice(0, at)}.other` in spanish ? '.other' : form
	);

/** What reads as in Spanish and is right so. Portuguese shares most of its short words with it. */
const alike = (file: string, text: string) =>
	!/\p{L}/u.test(text.replace(/\{\w+\}/g, '')) ||
	(file === './it.json' && text === 'Chat con {name}') ||
	(file === './pt-BR.json' && !/[.]/.test(text) && text.split(' ').length < 4);

test('all seven are here', () => {
	const tags = ['de', 'en', 'es', 'fr', 'it', 'pl', 'pt-BR'];
	expect(Object.keys(files).sort()).toEqual(tags.map((tag) => `./${tag}.json`));
});

describe.each(Object.entries(files))('%s', (file, messages) => {
	test('says everything, with the same things to fill in', () => {
		const theirs = new Set(Object.keys(spanish).map(stem));
		const ours = new Set(Object.keys(messages).map(stem));
		const missing = [...theirs].filter((key) => !ours.has(key));
		const unknown = [...ours].filter((key) => !theirs.has(key));
		expect({ file, missing, unknown }).toEqual({ file, missing: [], unknown: [] });
		for (const [key, text] of Object.entries(messages)) {
			expect(text.trim(), key).toBe(text);
			expect(text, key).not.toBe('');
			expect(places(text), key).toEqual(places(spanish[stem(key)] ?? ''));
		}
	});

	test('tells numbers apart as its language does', () => {
		const rules = new Intl.PluralRules(file.slice(2, -5));
		const needed = new Set([0, 1, 2, 3, 5, 11, 21, 100].map((n) => rules.select(n)));
		const stems = Object.keys(messages).filter((key) => key.endsWith('.other'));
		expect(stems.length).toBeGreaterThan(0);
		for (const stem of stems)
			for (const kind of needed) expect(messages).toHaveProperty([stem.replace('other', kind)]);
		const known: string[] = rules.resolvedOptions().pluralCategories;
		const forms = Object.keys(messages).filter((key) => stem(key) !== key);
		for (const key of forms) expect(known, key).toContain(key.split('.').at(-1));
	});
});

test.each(Object.keys(files).filter((file) => file !== './es.json'))(
	'%s leaves nothing in Spanish',
	(file) => {
		const left = Object.entries(files[file] ?? {}).filter(
			([key, text]) => text === spanish[key] && !alike(file, text)
		);
		expect(left).toEqual([]);
	}
);

test('Spanish addresses the customer as usted, without exclamation', () => {
	for (const [key, text] of Object.entries(spanish)) {
		expect(text, key).not.toMatch(/[¡!]/);
		expect(text, key).not.toMatch(/\b(tu|tus|te|tú|escribe|elige|revisa|inicia|adjunta|suelta)\b/i);
	}
});

describe('the language', () => {
	test('is the first wish that we speak', () => {
		expect(localeFor([null, 'ja'], ['zh', 'en-GB', 'es'])).toBe('en-GB');
		expect(localeFor(['es-AR', 'en'], ['es-MX'])).toBe('es-AR');
		expect(localeFor(['', 'es'], ['en-US', 'es-MX'])).toBe('es-MX');
		expect(localeFor(['es'], ['en-US'])).toBe('es');
		expect(localeFor(['ja'], [])).toBe(source);
		expect(localeFor(['ja'], ['zh'], 'pl')).toBe('pl');
		expect(localeFor([null], ['pt-PT', 'en'])).toBe('pt-BR');
		expect(localeFor(['pt'], ['pt-PT'])).toBe('pt-BR');
		expect(localeFor(['de'], ['de-AT'])).toBe('de-AT');
		expect(language('ES-mx')).toBe('es');
		expect(language('ja')).toBeUndefined();
	});

	test('is loaded when it is chosen', async () => {
		await speak('en-US');
		expect(say('status.open', { name: 'Inés' })).toBe('You are talking to Inés');
		expect(count('launcher.unread', 1)).toBe('Open the chat, 1 unread message');
		await speak('es-MX');
		expect(count('launcher.unread', 0)).toBe('Abrir el chat, 0 mensajes sin leer');
		// In Spanish a million is a kind of its own, which reads like the others.
		expect(count('unread', 1_000_000)).toBe('1000000 mensajes nuevos en el chat');
		await speak('pl');
		expect([1, 3, 5, 22].map((n) => count('latest', n))).toEqual([
			'1 nowa wiadomość',
			'3 nowe wiadomości',
			'5 nowych wiadomości',
			'22 nowe wiadomości'
		]);
		await speak('pt-BR');
		expect(say('status.closed')).toBe('Conversa encerrada');
	});
});

describe('as a customer reads it', () => {
	beforeEach(() => speak('es-MX'));
	const now = new Date(2026, 10, 22, 9, 31).getTime();
	const at = (...day: [number, number, number, number]) => new Date(...day).toISOString();

	test('days', () => {
		expect(dayLine(at(2026, 10, 22, 0), now)).toBe('Hoy');
		expect(dayLine(at(2026, 10, 21, 23), now)).toBe('Ayer');
		expect(dayLine(at(2026, 10, 18, 9), now)).toBe('Miércoles, 18 de noviembre');
		expect(dayLine(at(2026, 9, 14, 9), now)).toBe('14 de octubre');
		expect(dayLine(at(2025, 9, 14, 9), now)).toBe('14 de octubre de 2025');
	});

	test('times and sizes', async () => {
		expect(plain(time(now))).toBe('9:31 a.m.');
		expect(plain(size(0))).toBe('0 byte');
		expect(plain(size(1536))).toBe('2 kB');
		expect(plain(size(2.5 * 1024 ** 2))).toBe('2.5 MB');
		await speak('es-AR');
		expect(plain(size(2.5 * 1024 ** 2))).toBe('2,5 MB');
	});

	test('initials', () => {
		expect(initials('Rosa Elena Mendoza')).toBe('RM');
		expect(initials('  ágata ')).toBe('Á');
		expect(initials('🌽 Maíz')).toBe('🌽M');
		expect(initials('')).toBe('');
	});
});

describe('addresses in a text', () => {
	beforeEach(() => void vi.stubGlobal('location', { origin: 'https://x' }));
	const hrefs = (text: string) => links(text).flatMap(({ href }) => href ?? []);

	test('can be pressed', () => {
		expect(hrefs('Vea https://a.mx/p?q=1, y (http://b.mx/x_(y)).')).toEqual([
			'https://a.mx/p?q=1',
			'http://b.mx/x_(y)'
		]);
		expect(links('sin nada')).toEqual([{ text: 'sin nada' }]);
		expect(links('')).toEqual([]);
	});

	test('never run', () => {
		expect(hrefs('javascript:alert(1) data:text/html,x //a.mx https:// ftp://a.mx')).toEqual([]);
	});

	test('the text stays whole', () => {
		const text = 'a https://a.mx. b\nhttps://b.mx';
		expect(
			links(text)
				.map((part) => part.text)
				.join('')
		).toBe(text);
	});
});
