import { beforeAll, expect, test } from 'vitest';
import es from '$lib/text/es.json';
import { speech } from '$lib/text/index.svelte';
import type { Permission } from './calls';
import { areaOf, byArea, changeOf, copyOf, differ, draftOf, given, put, said } from './model';

beforeAll(() => speech.use(['es']));

const permission = (name: string, desk_wide = false) =>
	({ name, desk_wide, kind: 'ticket', needs: null, scopes: [], external: true }) as Permission;
const role = (cells: Record<string, unknown>, more = {}) =>
	({
		id: 'rol_1',
		key: 'rol_1',
		name: 'Taller',
		builtin: null,
		hidden: false,
		givable: true,
		reach: 'own',
		cells,
		gives: { only: ['operator'] },
		holders: 0,
		...more
	}) as never as Parameters<typeof draftOf>[0];

test('every permission with a sentence has an area of its own, and is shown once', () => {
	const all = Object.keys(es)
		.filter((key) => key.startsWith('permission.'))
		.map((key) => permission(key.slice('permission.'.length)));
	const shown = byArea(all).flatMap(({ rows }) => rows.map(({ name }) => name));
	expect([...shown].sort()).toEqual(all.map(({ name }) => name).sort());
	expect(areaOf('ticket.transfer_bulk')).toBe('tickets');
	expect(areaOf('user.view')).toBe('people');
});

test('two roles differ where a cell says otherwise, or says it elsewhere', () => {
	const reply = permission('ticket.reply');
	const always = { 'ticket.reply': { state: 'always', base: 'reach' } };
	expect(differ([role(always), role(always)], reply)).toBe(false);
	expect(differ([role(always), role({})], reply)).toBe(true);
	expect(
		differ([role(always), role({ 'ticket.reply': { state: 'always', base: 'own' } })], reply)
	).toBe(true);
	// Of what is held or not there is no where.
	const wide = permission('user.view', true);
	const both = ['desk', 'reach'].map((base) => role({ 'user.view': { state: 'off', base } }));
	expect(differ(both, wide)).toBe(false);
	expect(said(undefined, reply)).toBe(said(undefined, wide));
});

test('a change names what is another, and what was put back is none', () => {
	const before = draftOf(role({ 'ticket.read': { state: 'always', base: 'reach' } }));
	const draft = draftOf(role({ 'ticket.read': { state: 'always', base: 'reach' } }));
	put(draft, permission('contact.edit'), 'off');
	put(draft, permission('user.view', true), 'always');
	expect(changeOf(draft, before)).toEqual({
		cells: {
			'contact.edit': { state: 'off', base: 'reach' },
			'ticket.read': { state: 'always', base: 'reach' },
			'user.view': { state: 'always', base: 'desk' }
		}
	});
	put(draft, permission('contact.edit'), 'none');
	put(draft, permission('user.view', true), 'none');
	expect(changeOf(draft, before)).toEqual({});
	draft.gives = [];
	expect(changeOf(draft, before)).toEqual({ gives: { only: [] } });
});

test('a copy has what the other has under a name of its own', () => {
	const from = role(
		{ 'ticket.read': { state: 'always', base: 'reach' } },
		{ gives: { except: [] } }
	);
	expect(copyOf('Otro', from)).toEqual({
		name: 'Otro',
		reach: 'own',
		cells: from.cells,
		gives: { except: [] }
	});
	expect(given(from)).toBeUndefined();
	expect(copyOf('Vacío')).toEqual({ name: 'Vacío', reach: 'own', cells: {}, gives: { only: [] } });
});
