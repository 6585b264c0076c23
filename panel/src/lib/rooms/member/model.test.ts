import { expect, test } from 'vitest';
import { steps, type Draft } from './calls';
import { endOfDay } from './day';
import { filterOf } from './filter';
import { optionals, stands, stateOf, type Role, type Switch } from './model';

const role = (id: string, cells: Record<string, [string, string]>) =>
	({
		id,
		name: id,
		cells: Object.fromEntries(
			Object.entries(cells).map(([permission, [base, state]]) => [permission, { base, state }])
		)
	}) as unknown as Role;
const given = (permission: string, on: boolean, scope = 'organisation') =>
	({ id: `${permission} ${scope}`, permission, on, scope }) as unknown as Switch;

const operator = role('operator', {
	'contact.edit': ['own', 'off'],
	'ticket.hold': ['own', 'on'],
	'ticket.reply': ['own', 'always']
});
const agent = role('agent', {
	'contact.edit': ['own', 'on'],
	'ticket.hold': ['own', 'always'],
	'user.view': ['desk', 'off']
});

test('what is optional in any role can be switched, unless another gives it in any case', () => {
	const names = (held: Role[]) =>
		optionals([operator, agent], held, [])
			.map((one) => one.permission)
			.sort();
	expect(names([operator])).toEqual(['contact.edit', 'ticket.hold']);
	expect(names([operator, agent])).toEqual(['contact.edit', 'user.view']);
});

test('a switch wins over what the roles say, and one place over neither', () => {
	const rows = optionals(
		[operator],
		[operator],
		[given('ticket.hold', false), given('contact.edit', true, 'channel')]
	);
	const of = (permission: string) => {
		const row = rows.find((one) => one.permission === permission);
		if (!row) throw new Error(`no row of ${permission}`);
		return row;
	};
	expect(stands(of('ticket.hold'))).toBe(false);
	expect(of('ticket.hold').byDefault).toBe(true);
	expect(stands(of('contact.edit'))).toBe(false);
	expect(of('contact.edit').exceptions).toHaveLength(1);
});

test('one role that has it on is enough', () => {
	const [edit] = optionals([operator, agent], [operator, agent], []);
	expect(edit).toMatchObject({ permission: 'contact.edit', byDefault: true });
});

test('an invitation that cannot be accepted any more has expired', () => {
	const invitation = (expired: boolean) => ({ id: 'inv_1', expired, expires_at: '' });
	expect(stateOf({ state: 'invited', invitation: invitation(false) })).toBe('invited');
	expect(stateOf({ state: 'invited', invitation: invitation(true) })).toBe('expired');
	expect(stateOf({ state: 'invited' })).toBe('cancelled');
	expect(stateOf({ state: 'suspended' })).toBe('suspended');
});

test('only what changed is sent', () => {
	const before: Draft = {
		first_name: 'Luz',
		last_name: 'Arriaga',
		phone: '',
		locale: 'es',
		roles: ['admin'],
		teams: ['a', 'b'],
		team: 'a',
		channels: [],
		origins: [],
		quota: ''
	};
	expect(steps(before, before)).toEqual([]);
	expect(steps({ ...before, phone: '+52', team: 'b' }, before)).toEqual(['name', 'teams']);
	expect(steps({ ...before, roles: [], origins: ['x'] }, before)).toEqual(['roles', 'origins']);
});

test('a day ends where the person is, also when the clocks change', () => {
	expect(endOfDay('2026-11-22', 'America/Mexico_City')).toBe('2026-11-23T05:59:59.000Z');
	expect(endOfDay('2026-10-25', 'Europe/Madrid')).toBe('2026-10-25T22:59:59.000Z');
	expect(endOfDay('2026-03-29', 'Europe/Madrid')).toBe('2026-03-29T21:59:59.000Z');
});

test('an address says what is looked for, and nothing that is not there', () => {
	expect(filterOf(new URLSearchParams('q=+luz+&state=invited&role=&x=1'))).toEqual({
		q: 'luz',
		role: undefined,
		team: undefined,
		state: 'invited'
	});
	expect(filterOf(new URLSearchParams('state=elsewhere')).state).toBeUndefined();
});
