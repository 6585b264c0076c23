import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { soon } from './soon';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('the first call runs at once, those that come meanwhile are one more', async () => {
	const run = vi.fn(() => Promise.resolve());
	const go = soon(run, 500);
	go();
	expect(run).toHaveBeenCalledTimes(1);
	go();
	go();
	await vi.advanceTimersByTimeAsync(400);
	expect(run).toHaveBeenCalledTimes(1);
	await vi.advanceTimersByTimeAsync(200);
	expect(run).toHaveBeenCalledTimes(2);
	await vi.advanceTimersByTimeAsync(2000);
	expect(run).toHaveBeenCalledTimes(2);
});

test('a failure does not stop what comes later', async () => {
	const run = vi.fn(() => Promise.reject(new Error('no')));
	const go = soon(run, 100);
	go();
	await vi.advanceTimersByTimeAsync(200);
	go();
	expect(run).toHaveBeenCalledTimes(2);
});
