import { conversation, side } from '$lib/rooms/ticket/later';
import { prepare } from '$lib/rooms/ticket/list/listing.svelte';

/** Whoever comes in has a name by now: what the screen shows is asked for while the screen itself is on the way. */
export async function load({ params, url, parent }) {
	await parent();
	prepare(params.org, params.view, url.searchParams);
	if (params.ticket) {
		void conversation.come();
		void side.come();
	}
}
