import { beforeAll, expect, test } from 'vitest';
import { speech } from '$lib/text/index.svelte';
import type { Delivery } from './calls';
import {
	deliveryLook,
	failureLabel,
	kindLabel,
	reasonOf,
	standing,
	standingLook,
	toldLabel
} from './words';

beforeAll(() => speech.use(['es']));

const since = '2026-11-25T09:41:00Z';

test('a webhook fails only while it is on', () => {
	expect(standing({ state: 'active', failing_since: null })).toBe('on');
	expect(standing({ state: 'active', failing_since: since })).toBe('failing');
	expect(standing({ state: 'paused', failing_since: since })).toBe('paused');
	expect(standing({ state: 'disabled', failing_since: since })).toBe('disabled');
	expect(standingLook({ state: 'active', failing_since: since })).toEqual({
		tone: 'bad',
		text: 'Falla'
	});
});

test('what is told has words, is counted when it is much, and keeps a name that is not known', () => {
	expect(toldLabel([])).toBe('Todo lo que pase');
	expect(toldLabel(['note.created'])).toBe('Nota privada nueva');
	expect(toldLabel(['ticket.created', 'note.created'])).toBe('2 avisos');
	expect(kindLabel('order.paid')).toBe('order.paid');
});

test('a reason has words, with the answer in them; a code that is not known is shown', () => {
	expect(failureLabel('http_error', 503)).toBe('El otro lado respondió 503.');
	expect(failureLabel('quantum_flux')).toBe('Falló con el código quantum_flux.');
	expect(failureLabel(null)).toBe('');
});

test('what was asked for again has no reason until it was tried', () => {
	const one = { state: 'pending', attempts: 0, failure: 'unreachable' } as Delivery;
	expect(reasonOf(one)).toBe('');
	expect(deliveryLook(one).text).toBe('Por enviar');
	expect(reasonOf({ ...one, attempts: 2 })).toBe('No se pudo conectar con el otro lado.');
	expect(deliveryLook({ ...one, attempts: 2 }).text).toBe('Por reintentar');
	expect(reasonOf({ ...one, state: 'failed' })).toBe('No se pudo conectar con el otro lado.');
});
