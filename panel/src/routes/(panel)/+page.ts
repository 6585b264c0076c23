import { redirect } from '@sveltejs/kit';
import { paths } from '$lib/paths';

export async function load({ parent }) {
	const { me } = await parent();
	// One's own house first; who has none works as a guest.
	const home = me.memberships.find((m) => !m.external) ?? me.memberships[0];
	if (home) redirect(307, paths.tickets(home.organisation.id));
	return { me };
}
