import { redirect } from '@sveltejs/kit';
import { paths } from '$lib/paths';

export async function load({ params, parent }) {
	await parent();
	redirect(307, paths.tickets(params.org));
}
