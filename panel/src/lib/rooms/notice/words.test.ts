import { beforeAll, expect, test } from 'vitest';
import { speech } from '$lib/text/index.svelte';
import type { Notice } from './notices.svelte';
import { placeOf, told } from './words';

beforeAll(() => speech.use(['es']));

const ticket = { id: 'tkt_1', number: 1204, subject: 'No arranca', contact: 'Don Julián' };
const one: Notice = {
	id: 'ntf_1',
	organisation: { id: 'org_1', name: 'Tractores Lerma' },
	kind: 'assigned',
	ticket,
	teams: [],
	message: null,
	actor: { id: 'mem_1', name: 'Luz Arriaga' },
	at: '2026-11-25T12:00:00Z',
	read_at: null
};

test('who did what on which ticket, the number as it is written everywhere', () => {
	expect(told(one)).toBe('Luz Arriaga te asignó el ticket #1204');
	expect(told({ ...one, actor: null })).toBe('Se te asignó el ticket #1204');
	expect(told({ ...one, kind: 'mentioned' })).toBe('Luz Arriaga te mencionó en el ticket #1204');
	expect(told({ ...one, kind: 'replied', actor: null })).toBe(
		'Don Julián respondió en el ticket #1204'
	);
	const visitor = { ...one, kind: 'replied' as const, ticket: { ...ticket, contact: '' } };
	expect(told(visitor)).toBe('Visitante respondió en el ticket #1204');
});

test('it leads to what was said', () => {
	expect(placeOf(one)).toBe('/o/org_1/tickets/mine/tkt_1');
	const mention = { ...one, kind: 'mentioned' as const, message: 'msg_9' };
	expect(placeOf(mention)).toBe('/o/org_1/tickets/mentions/tkt_1#msg_9');
});

test('who is lent is told where and in which teams, and who decides is told whom', () => {
	const lent = { ...one, kind: 'welcomed' as const, ticket: null, teams: ['Soporte', 'Ventas'] };
	expect(told(lent)).toBe('Tractores Lerma te sumó como asesor externo en: Soporte y Ventas');
	expect(told({ ...lent, teams: [] })).toBe('Tractores Lerma te sumó como asesor externo');
	expect(placeOf(lent)).toBe('/o/org_1/tickets/external-mine');
	const loan = { id: 'loa_1', person: 'Ana Ríos', organisation: 'AgroSur' };
	const asked = { ...one, kind: 'asked' as const, ticket: null, loan };
	expect(told(asked)).toBe('AgroSur quiere que Ana Ríos atienda ahí');
	expect(placeOf(asked)).toBe('/o/org_1/manage/externals?view=requests');
});

test('a permission: who asks whom for what and where, and what became of it', () => {
	const request = {
		id: 'prq_1',
		permission: 'contact.edit' as const,
		scope: { in: 'channel' as const, id: 'chn_1' },
		place: 'Chat del sitio',
		person: 'Rosa Mendoza',
		ticket: 'tkt_1',
		until: null
	};
	const asked = { ...one, kind: 'permission_asked' as const, ticket: null, actor: null, request };
	expect(told(asked)).toBe('Rosa Mendoza te pide «Editar contactos» (Chat del sitio)');
	expect(placeOf(asked)).toBe('/o/org_1/manage/members?view=requests');
	const everywhere = { ...request, scope: { in: 'org' as const }, place: null };
	expect(told({ ...asked, request: everywhere })).toContain('(toda la organización)');
	const granted = { ...one, kind: 'permission_granted' as const, ticket: null, request };
	expect(told(granted)).toBe('Luz Arriaga te dio «Editar contactos» (Chat del sitio)');
	expect(placeOf(granted)).toBe('/o/org_1/tickets/mine/tkt_1');
	const until = { ...request, until: '2026-12-01T05:59:59Z' };
	expect(told({ ...granted, request: until })).toContain('hasta el');
	const refused = { ...granted, kind: 'permission_refused' as const, actor: null };
	expect(told(refused)).toBe('Tractores Lerma no te dio «Editar contactos» (Chat del sitio)');
});
