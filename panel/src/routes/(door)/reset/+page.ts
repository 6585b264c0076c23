import { api, take } from '$lib/api/client';
import { isProblem } from '$lib/api/problem';

export async function load({ url }) {
	const token = url.searchParams.get('token');
	if (!token) return { token: undefined, link: undefined };
	try {
		return {
			token,
			link: await take(api.GET('/api/v1/password-reset', { params: { query: { token } } }))
		};
	} catch (error) {
		// Used, replaced or never ours: the page says so and offers another.
		if (isProblem(error) && error.status < 500 && error.status > 0)
			return { token, link: undefined };
		throw error;
	}
}
