import { redirect } from '@sveltejs/kit';
import { session } from '$lib/me/session.svelte';
import { ownPath } from '$lib/paths';

export async function load({ url }) {
	const next = ownPath(url.searchParams.get('next'));
	if (await session.know()) redirect(307, next);
	return { next, ended: url.searchParams.has('ended') };
}
