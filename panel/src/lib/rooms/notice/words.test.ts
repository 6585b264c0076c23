import { beforeAll, expect, test } from 'vitest';
import { speech } from '$lib/text/index.svelte';
import type { Notice } from './notices.svelte';
import { placeOf, told } from './words';

beforeAll(() => speech.use(['es']));

const one: Notice = {
	id: 'ntf_1',
	organisation: { id: 'org_1', name: 'Tractores Lerma' },
	kind: 'assigned',
	ticket: { id: 'tkt_1', number: 1204, subject: 'No arranca', contact: 'Don Julián' },
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
	const visitor = { ...one, kind: 'replied' as const, ticket: { ...one.ticket, contact: '' } };
	expect(told(visitor)).toBe('Visitante respondió en el ticket #1204');
});

test('it leads to what was said', () => {
	expect(placeOf(one)).toBe('/o/org_1/tickets/mine/tkt_1');
	const mention = { ...one, kind: 'mentioned' as const, message: 'msg_9' };
	expect(placeOf(mention)).toBe('/o/org_1/tickets/mentions/tkt_1#msg_9');
});
