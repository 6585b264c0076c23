import { afterEach, expect, test, vi } from 'vitest';
import { givenUp } from './calls';
import { Waiting } from './waiting.svelte';

vi.mock('./calls', () => ({ givenUp: vi.fn() }));
const answers = vi.mocked(givenUp);
afterEach(() => answers.mockReset());

const page = (n: number) => ({ items: Array.from({ length: n }, () => ({})) }) as never;

test('the list knows better than an answer that was on its way', async () => {
	const waiting = new Waiting();
	let answer = (_: never) => {};
	answers.mockReturnValueOnce(new Promise((done) => (answer = done)));
	const looked = waiting.look('org_a');
	waiting.tell('org_a', 2);
	answer(page(3));
	await looked;
	expect(waiting.n).toBe(2);
});

test('what was known stays without an answer, but not for another organisation', async () => {
	const waiting = new Waiting();
	waiting.tell('org_a', 2);
	answers.mockRejectedValue(new Error('gone'));
	await waiting.look('org_a');
	expect(waiting.n).toBe(2);
	await waiting.look('org_b');
	expect(waiting.n).toBe(0);
});
