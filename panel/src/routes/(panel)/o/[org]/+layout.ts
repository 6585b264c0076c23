import { error } from '@sveltejs/kit';
import { session } from '$lib/me/session.svelte';

/** An organisation where one is not a member is no different from one that does not exist. */
export async function load({ params, parent }) {
	// First whether anybody is signed in at all.
	await parent();
	if (!session.membership(params.org)) error(404);
	return { org: params.org };
}
