import { beforeAll, expect, test } from 'vitest';
import { speech } from '$lib/text/index.svelte';
import type { Stay } from './calls';
import { movesWords, whyWords } from './words';

beforeAll(() => speech.use(['es']));

const person = (name: string) =>
	({ id: name, name, first_name: name, last_name: '', photo: null, external: false }) as never;

test('who gets most is named first', () => {
	const shares = [
		{ member: person('Ana'), count: 6 },
		{ member: person('Beto'), count: 8 }
	];
	expect(movesWords({ moves: 14, shares })).toBe(
		'Se transferirán 14 tickets: 8 a Beto y 6 a Ana. Podrás deshacerlo durante 24 horas.'
	);
	expect(movesWords({ moves: 1, shares: [] })).toBe(
		'1 ticket volverá a su cola. Podrás deshacerlo durante 24 horas.'
	);
});

test('the same reason is said once, with all whom it is about', () => {
	const stay = {
		ticket: 'tkt_1',
		number: 1,
		subject: '',
		reasons: [
			{ member: person('Ana'), why: 'channel' },
			{ member: person('Beto'), why: 'channel' },
			{ member: person('Caro'), why: 'full' }
		]
	} as Stay;
	expect(whyWords(stay)).toBe('Ana y Beto: no atiende su canal. Caro: ya llenó su cupo');
});
