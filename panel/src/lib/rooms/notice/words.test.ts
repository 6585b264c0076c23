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
