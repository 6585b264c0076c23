import { beforeAll, expect, test } from 'vitest';
import { Problem } from '$lib/api/problem';
import { speech } from '$lib/text/index.svelte';
import type { Webhook } from './calls';
import { bodyOf, draftOf, isPlain, sinceOf } from './draft';

beforeAll(() => speech.use(['es']));

const hook = {
	id: 'hook_1',
	name: 'ERP',
	url: 'https://erp.lerma.mx/relevo',
	kinds: ['ticket.created'],
	member: { id: 'mem_luz', name: 'Luz Arriaga' },
	created_at: '2026-11-01T08:00:00.000000Z'
} as unknown as Webhook;

test('all is no kind to the server, also when some were chosen before', () => {
	expect(bodyOf({ ...draftOf(hook), extent: 'all' }, hook).kinds).toEqual([]);
	expect(bodyOf(draftOf(hook), hook).kinds).toEqual(['ticket.created']);
});

test('some and none of them is refused beside its field, and does not become all', () => {
	const refused = () => bodyOf({ ...draftOf(hook), kinds: [] }, hook);
	expect(refused).toThrow(Problem);
	expect(refused).toThrow('Elige al menos un aviso');
	expect(() => bodyOf({ ...draftOf(), extent: 'some' })).toThrow(
		expect.objectContaining({ field: 'kinds' }) as Error
	);
});

test('for whom it reads is said when it is new or another, and not when it stays', () => {
	expect(bodyOf(draftOf(undefined, 'mem_ana')).member).toBe('mem_ana');
	expect(bodyOf(draftOf(hook), hook).member).toBeUndefined();
	expect(bodyOf({ ...draftOf(hook), member: 'mem_ana' }, hook).member).toBe('mem_ana');
});

test('names and addresses lose the spaces around them', () => {
	const body = bodyOf({ ...draftOf(hook), name: ' ERP ', url: ' https://erp.lerma.mx ' }, hook);
	expect([body.name, body.url]).toEqual(['ERP', 'https://erp.lerma.mx']);
});

test('an address without TLS is noticed', () => {
	expect(isPlain(' HTTP://erp.lerma.mx')).toBe(true);
	expect(isPlain('https://erp.lerma.mx')).toBe(false);
	expect(isPlain('htt')).toBe(false);
});

test('since when is counted back from now, or is the beginning, or a moment of the own calendar', () => {
	const now = Date.parse('2026-11-25T12:00:00Z');
	const of = (span: 'hour' | 'day' | 'week' | 'all' | 'date', date = '') =>
		sinceOf({ span, date }, hook, now);
	expect(of('hour')).toBe('2026-11-25T11:00:00.000Z');
	expect(of('day')).toBe('2026-11-24T12:00:00.000Z');
	expect(of('week')).toBe('2026-11-18T12:00:00.000Z');
	expect(of('all')).toBe('2026-11-01T08:00:00.000000Z');
	expect(of('date')).toBeUndefined();
	expect(of('date', '2026-11-20T09:30')).toBe(new Date(2026, 10, 20, 9, 30).toISOString());
});
