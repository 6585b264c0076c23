import { api, take } from '$lib/api/client';
import { isProblem } from '$lib/api/problem';

export async function load({ url }) {
	const token = url.searchParams.get('token') ?? '';
	try {
		return {
			token,
			invitation: await take(api.GET('/api/v1/invitations', { params: { query: { token } } }))
		};
	} catch (error) {
		// Accepted, cancelled, replaced or never ours: the page says what to do.
		if (isProblem(error) && error.status < 500 && error.status > 0)
			return { token, invitation: undefined };
		throw error;
	}
}
