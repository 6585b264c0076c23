import { expect, test } from 'vitest';
import type { Role } from '$lib/rooms/member/model';
import { rolesFor } from './roles';

const role = (builtin: string | undefined, givable: boolean, hidden = false) =>
	({ id: `rol_${builtin ?? 'own'}`, builtin, name: 'Taller', givable, hidden }) as Role;

test('who invites gives external advisor whatever else they may give, and nobody gives what administers', () => {
	const all = [
		role('admin', true),
		role('advisor', true),
		role('operator', false),
		role('conversation_agent', true, true),
		role('external_advisor', false),
		role(undefined, true)
	];
	expect(rolesFor(all).map(({ value }) => value)).toEqual([
		'external_advisor',
		'advisor',
		'rol_own'
	]);
});
