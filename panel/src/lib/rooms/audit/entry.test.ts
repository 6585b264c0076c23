import { describe, expect, test } from 'vitest';
import { lines, nameIn } from './entry';

describe('what an entry tells', () => {
	test('a field with both of its values', () => {
		expect(
			lines({ colour: { before: 'red', after: 'blue' }, note: { before: 'x', after: null } })
		).toEqual([
			{ field: 'colour', before: 'red', after: 'blue' },
			{ field: 'note', before: 'x' }
		]);
	});

	test('two states: only what differs', () => {
		const body = {
			before: { name: 'Chat', state: 'active' },
			after: { name: 'Chat', state: 'paused' }
		};
		expect(lines(body)).toEqual([{ field: 'state', before: 'active', after: 'paused' }]);
	});

	test('of many settings the one that changed', () => {
		const settings = { reopen_hours: 72, undo_seconds: 5 };
		expect(
			lines({ settings: { before: settings, after: { ...settings, reopen_hours: 24 } } })
		).toEqual([{ field: 'settings.reopen_hours', before: '72', after: '24' }]);
	});

	test('what was made is told whole', () => {
		expect(lines({ after: { name: 'Serie', required: false } })).toEqual([
			{ field: 'name', after: 'Serie' },
			{ field: 'required', after: 'false' }
		]);
	});

	test('facts that stand alone, lists and all', () => {
		expect(
			lines({ name: 'ERP', permissions: ['ticket.read', 'label.read'], expires_at: null })
		).toEqual([
			{ field: 'name', after: 'ERP' },
			{ field: 'permissions', after: 'ticket.read, label.read' },
			{ field: 'expires_at' }
		]);
		expect(lines({})).toEqual([]);
		expect(lines(null)).toEqual([]);
	});
});

test('the name is found wherever the entry has it', () => {
	expect(nameIn({ name: 'Urgente' })).toBe('Urgente');
	expect(nameIn({ before: { name: 'Chat' }, after: { name: 'Chat web' } })).toBe('Chat web');
	expect(nameIn({ name: { before: 'A', after: 'B' } })).toBe('B');
	expect(nameIn({ shortcut: 'hola' })).toBe('hola');
	expect(nameIn({ roles: [] })).toBeUndefined();
});
