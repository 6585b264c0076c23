import { expect, test } from 'vitest';
import { body, draftOf, insert } from './draft';

test('what was left empty is none, and the slash is not part of the shortcut', () => {
	expect(
		body({ name: 'Saludo', shortcut: ' /hola', body: 'Hola', category: ' ', team: '', locale: '' })
	).toEqual({
		name: 'Saludo',
		shortcut: 'hola',
		body: 'Hola',
		category: null,
		team: null,
		locale: null
	});
});

test('a new one begins empty', () => {
	expect(Object.values(draftOf(undefined, '')).join('')).toBe('');
});

test('a variable goes where the cursor is, over what was marked', () => {
	expect(insert('Hola , soy Luz', 5, 5, 'contact.name')).toEqual({
		text: 'Hola {{contact.name}}, soy Luz',
		at: 21
	});
	expect(insert('Hola Rosa', 5, 9, 'contact.name').text).toBe('Hola {{contact.name}}');
});
