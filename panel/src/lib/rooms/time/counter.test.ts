import { beforeEach, expect, test } from 'vitest';
import { BEAT, Counter, IDLE } from './counter';

let now = 0;
let here = true;
let answer: 'said' | 'gone' | Error = 'said';
let said: [from: number, to: number][] = [];

/** What was said, on the clock and not as so long ago. */
const around = {
	now: () => now,
	here: () => here,
	send: (from: number, to: number) => {
		if (answer instanceof Error) return Promise.reject(answer);
		said.push([now - from, now - to]);
		return Promise.resolve(answer);
	}
};

const settled = async () => {
	for (let n = 0; n < 20; n += 1) await Promise.resolve();
};

/** So long, with a look every five seconds and a sign of the person at every `sign`th. */
async function goOn(counter: Counter, ms: number, sign = 1) {
	for (let n = 1; n <= ms / 5_000; n += 1) {
		now += 5_000;
		if (sign && n % sign === 0) counter.sign();
		else counter.tick();
		await settled();
	}
}

beforeEach(() => {
	now = 1_000_000;
	here = true;
	answer = 'said';
	said = [];
});

test('while it is in front it is told once a minute, and the rest when it is left', async () => {
	const counter = new Counter(around);
	await goOn(counter, 2 * BEAT + 20_000);
	await counter.leave();
	expect(said).toEqual([
		[1_000_000, 1_060_000],
		[1_060_000, 1_120_000],
		[1_120_000, 1_140_000]
	]);
});

test('a page that is not in front, or before which nobody gives a sign, counts nothing', async () => {
	const counter = new Counter(around);
	await goOn(counter, 10_000);
	here = false;
	await goOn(counter, 60_000);
	expect(said).toEqual([[1_000_000, 1_015_000]]);
	here = true;
	counter.sign();
	await goOn(counter, 600_000, 0);
	const sum = said.slice(1).reduce((all, [from, to]) => all + to - from, 0);
	expect(sum).toBe(IDLE);
});

test('a machine that slept was looked at by nobody', async () => {
	const counter = new Counter(around);
	await goOn(counter, 30_000);
	now += 3_600_000;
	counter.tick();
	await settled();
	expect(said).toEqual([[1_000_000, 1_030_000]]);
});

test('what could not be said is said later as it was, in one piece', async () => {
	const counter = new Counter(around);
	answer = new TypeError('no network');
	await goOn(counter, 5 * BEAT);
	expect(said).toEqual([]);
	answer = 'said';
	await counter.leave();
	const from = Math.min(...said.map((one) => one[0]));
	const sum = said.reduce((all, one) => all + one[1] - one[0], 0);
	expect([from, sum]).toEqual([1_000_000, 5 * BEAT]);
	expect(counter.empty).toBe(true);
});

test('where there is nothing to count, nothing is asked again', async () => {
	const counter = new Counter(around);
	answer = 'gone';
	await goOn(counter, 3 * BEAT);
	await counter.leave();
	expect(said).toHaveLength(1);
	expect(counter.gone).toBe(true);
});
