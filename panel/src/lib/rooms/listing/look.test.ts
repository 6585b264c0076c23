import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { lookAgain } from './look';

beforeEach(() => {
	vi.useFakeTimers();
	vi.stubGlobal('document', { visibilityState: 'visible' });
});
afterEach(() => {
	vi.useRealTimers();
	vi.unstubAllGlobals();
});

test('it looks again and again, also after a failure, until it is told to stop', async () => {
	const look = vi.fn().mockRejectedValueOnce(new Error('gone')).mockResolvedValue(undefined);
	const stop = lookAgain(look, 1000);
	await vi.advanceTimersByTimeAsync(2500);
	expect(look).toHaveBeenCalledTimes(2);
	stop();
	await vi.advanceTimersByTimeAsync(5000);
	expect(look).toHaveBeenCalledTimes(2);
});

test('nobody looks at a page that is hidden', async () => {
	const look = vi.fn().mockResolvedValue(undefined);
	vi.stubGlobal('document', { visibilityState: 'hidden' });
	const stop = lookAgain(look, 1000);
	await vi.advanceTimersByTimeAsync(3000);
	expect(look).not.toHaveBeenCalled();
	vi.stubGlobal('document', { visibilityState: 'visible' });
	await vi.advanceTimersByTimeAsync(1000);
	expect(look).toHaveBeenCalledOnce();
	stop();
});

test('a look that takes long is not overtaken by the next', async () => {
	let done = () => {};
	const look = vi.fn(() => new Promise<void>((end) => (done = end)));
	const stop = lookAgain(look, 1000);
	await vi.advanceTimersByTimeAsync(5000);
	expect(look).toHaveBeenCalledOnce();
	done();
	await vi.advanceTimersByTimeAsync(1000);
	expect(look).toHaveBeenCalledTimes(2);
	stop();
});
