import { beforeEach, expect, test, vi } from 'vitest';
import { api } from '$lib/api/client';
import { live } from '$lib/live';
import { leaveLists, listingFor, prepare, stand } from './listing.svelte';

let get = vi.spyOn(api, 'GET');
const none = new URLSearchParams();
beforeEach(() => {
	vi.useFakeTimers();
	leaveLists();
	get = vi.spyOn(api, 'GET');
	get.mockResolvedValue({ data: { items: [], next: null }, response: new Response() } as never);
	return () => vi.useRealTimers();
});

test('what was prepared is what stands, and is asked for once', () => {
	prepare('org_1', 'mine', none);
	prepare('org_1', 'mine', none);
	const listing = listingFor('org_1', 'mine', none);
	expect(listingFor('org_1', 'mine', none)).toBe(listing);
	const leave = stand(listing);
	// Another ticket in front is no other list.
	prepare('org_1', 'mine', none);
	expect(get).toHaveBeenCalledTimes(1);
	leave();
});

test('what stands is not what was prepared for another', () => {
	prepare('org_2', 'mine', none);
	const other = listingFor('org_2', 'all', new URLSearchParams('sort=newest'));
	expect(get).toHaveBeenCalledTimes(2);
	expect(listingFor('org_2', 'mine', none)).not.toBe(other);
});

test('once it is left it is asked for anew', () => {
	prepare('org_3', 'mine', none);
	stand(listingFor('org_3', 'mine', none))();
	leaveLists();
	prepare('org_3', 'mine', none);
	expect(get).toHaveBeenCalledTimes(2);
});

test('what happens before it stands is heard', async () => {
	prepare('org_4', 'mine', none);
	await vi.advanceTimersByTimeAsync(10);
	live.again('org_4');
	await vi.advanceTimersByTimeAsync(10);
	expect(get).toHaveBeenCalledTimes(2);
	// Once it is another's turn, it is not.
	prepare('org_4', 'all', none);
	await vi.advanceTimersByTimeAsync(2000);
	const before = get.mock.calls.length;
	live.again('org_4');
	await vi.advanceTimersByTimeAsync(10);
	expect(get).toHaveBeenCalledTimes(before + 1);
});
