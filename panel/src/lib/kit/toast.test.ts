import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { toasts } from './toast.svelte';

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
	vi.advanceTimersByTime(60_000);
	vi.useRealTimers();
});

const texts = () => toasts.list.map((t) => t.text);

test('words go away by themselves, those with a way back later', () => {
	toasts.add('uno');
	toasts.undo('dos', 'Deshacer', () => undefined);
	vi.advanceTimersByTime(5000);
	expect(texts()).toEqual(['dos']);
	vi.advanceTimersByTime(3000);
	expect(texts()).toEqual([]);
});

test('undo runs once and takes its words along', () => {
	const back = vi.fn();
	toasts.undo('cerrado', 'Deshacer', back);
	const id = toasts.list[0]?.id ?? -1;
	toasts.run(id);
	toasts.run(id);
	expect(back).toHaveBeenCalledTimes(1);
	expect(texts()).toEqual([]);
});

test('time stands still while someone is there', () => {
	toasts.add('uno');
	vi.advanceTimersByTime(4000);
	toasts.hold();
	vi.advanceTimersByTime(20_000);
	expect(texts()).toEqual(['uno']);
	toasts.release();
	vi.advanceTimersByTime(1400);
	expect(texts()).toEqual(['uno']);
	vi.advanceTimersByTime(200);
	expect(texts()).toEqual([]);
});

test('no more than three at a time', () => {
	for (const text of ['a', 'b', 'c', 'd']) toasts.add(text);
	expect(texts()).toEqual(['b', 'c', 'd']);
});
