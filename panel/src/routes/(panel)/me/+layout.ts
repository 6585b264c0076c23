import { redirect } from '@sveltejs/kit';
import { paths } from '$lib/paths';
import { front } from '$lib/shell/front';
import { speech } from '$lib/text/index.svelte';

/** About oneself, before whichever organisation was in front last. Who is in none has nothing to stand before. */
export async function load({ parent }) {
	const { me } = await parent();
	const org = front(me);
	if (!org) redirect(307, paths.home());
	await speech.whole();
	return { org };
}
