// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { comboAria, comboLabel, matches, parseCombo } from './combo';
import { commands } from './commands.svelte';

const pressed = (key: string, mods: Partial<KeyboardEventInit> = {}) => ({
	key,
	ctrlKey: false,
	metaKey: false,
	altKey: false,
	shiftKey: false,
	...mods
});
const hit = (combo: string, key: string, mods = {}, mac = false) =>
	matches(parseCombo(combo), pressed(key, mods), mac);

describe('keys', () => {
	test('letters and their capitals, signs wherever they lie', () => {
		expect(hit('e', 'e')).toBe(true);
		expect(hit('e', 'E', { shiftKey: true })).toBe(false);
		expect(hit('Shift+E', 'E', { shiftKey: true })).toBe(true);
		expect(hit('e', 'E')).toBe(true);
		expect(hit('?', '?', { shiftKey: true })).toBe(true);
		expect(hit('?', '?')).toBe(true);
		expect(hit('/', '/')).toBe(true);
	});

	test('Mod is what the machine calls it, and Alt is for letters', () => {
		expect(hit('Mod+k', 'k', { ctrlKey: true })).toBe(true);
		expect(hit('Mod+k', 'k', { metaKey: true })).toBe(false);
		expect(hit('Mod+k', 'k', { metaKey: true }, true)).toBe(true);
		expect(hit('k', 'k', { ctrlKey: true })).toBe(false);
		expect(hit('l', 'l', { altKey: true })).toBe(false);
		expect(() => parseCombo('Alt+l')).toThrow('not a key');
	});

	test('as printed and as read', () => {
		expect(comboLabel('Mod+Enter', false)).toBe('Ctrl ↵');
		expect(comboLabel('Mod+Enter', true)).toBe('⌘↵');
		expect(comboLabel('Shift+t', false)).toBe('⇧T');
		expect(comboAria('Mod+Shift+k', false)).toBe('Control+Shift+k');
	});
});

describe('commands', () => {
	const run = vi.fn();
	let leave: () => void = () => undefined;

	beforeEach(() => {
		run.mockClear();
		commands.setSingle(true);
		const make = (id: string, keys: string, rest = {}) => ({
			id,
			title: id,
			group: 'g',
			keys,
			run: () => run(id),
			...rest
		});
		leave = commands.register([
			make('close', 'e'),
			make('palette', 'Mod+k'),
			make('denied', 'd', { why: { text: 'no' } })
		]);
	});
	afterEach(() => {
		leave();
		document.body.replaceChildren();
	});

	const press = (key: string, on: Element = document.body, init: KeyboardEventInit = {}) => {
		const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init });
		Object.defineProperty(event, 'target', { value: on });
		return commands.press(event);
	};
	const put = (tag: string, attributes: Record<string, string> = {}) => {
		const element = document.createElement(tag);
		for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
		return document.body.appendChild(element);
	};

	test('outside of what is written in; with Ctrl everywhere', () => {
		expect(press('e')).toBe(true);
		expect(press('e', put('textarea'))).toBe(false);
		expect(press('e', put('input'))).toBe(false);
		expect(press('e', put('input', { type: 'checkbox' }))).toBe(true);
		expect(press('k', put('textarea'), { ctrlKey: true })).toBe(true);
		expect(run.mock.calls.flat()).toEqual(['close', 'close', 'palette']);
	});

	test('not through a dialog, not while a key is held, not what is denied', () => {
		expect(press('e', document.body, { repeat: true })).toBe(false);
		expect(press('d')).toBe(true);
		put('div', { role: 'dialog', 'aria-modal': 'true' });
		expect(press('e')).toBe(false);
		expect(run).not.toHaveBeenCalled();
	});

	test('single keys can be turned off, and stay so', () => {
		commands.setSingle(false);
		expect(press('e')).toBe(false);
		expect(press('k', document.body, { ctrlKey: true })).toBe(true);
		expect(localStorage.getItem('relevo.single-keys')).toBe('off');
	});

	test('the one registered last comes first, and goes', () => {
		const second = commands.register([
			{ id: 'close', title: 'x', group: 'g', keys: 'e', run: () => run('dialog') }
		]);
		press('e');
		expect(commands.all.filter((c) => c.id === 'close').length).toBe(1);
		second();
		press('e');
		expect(run.mock.calls.flat()).toEqual(['dialog', 'close']);
	});
});
