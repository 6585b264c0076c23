import { api, take } from '$lib/api/client';
import type { components } from '$lib/api/schema';
import { live } from '$lib/live';
import { session } from '$lib/me/session.svelte';
import { apart } from '$lib/store/apart.svelte';
import { References } from '../../reference.svelte';
import type { Canned } from './canned';

type Category = components['schemas']['Category'];

/** The canned responses of an organisation, and the categories under which they stand. */
interface Responses {
	canned: References<Canned>;
	categories: References<Category>;
}

const kept = new Map<string, Responses>();

export function responses(org: string): Responses {
	let here = kept.get(org);
	if (!here) {
		const params = { path: { org } };
		const canned = async () =>
			(await take(api.GET('/api/v1/organisations/{org}/canned', { params }))).items;
		const categories = async () =>
			(await take(api.GET('/api/v1/organisations/{org}/categories', { params }))).items;
		here = apart(() => ({
			canned: new References(canned),
			categories: new References(categories)
		}));
		kept.set(org, here);
	}
	return here;
}

function stale(org: string): void {
	kept.get(org)?.canned.stale();
	kept.get(org)?.categories.stale();
}

live.on('happened', 'canned', ({ org }) => stale(org));
live.on('reset', '*', stale);
live.on('access', '*', stale);
live.on('left', '*', (org) => void kept.delete(org));
session.onForget(() => kept.clear());
