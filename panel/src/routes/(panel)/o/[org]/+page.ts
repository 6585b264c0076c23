import { redirect } from '@sveltejs/kit';
import { paths } from '$lib/paths';

/** An organisation opens at its tickets. */
export async function load({ params, parent }) {
	await parent();
	redirect(307, paths.tickets(params.org));
}
