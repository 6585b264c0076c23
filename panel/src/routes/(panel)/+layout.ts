import { redirect } from '@sveltejs/kit';
import { session } from '$lib/me/session.svelte';
import { paths } from '$lib/paths';

/** Nothing behind this is shown to nobody. The address is kept for after the sign-in. */
export async function load({ url }) {
	const me = await session.know();
	if (!me) redirect(307, paths.signIn(url.pathname + url.search));
	return { me };
}
