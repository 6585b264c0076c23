import { api, take } from '$lib/api/client';
import { explain } from '$lib/api/explain';
import { isProblem } from '$lib/api/problem';

export async function load({ url }) {
	const token = url.searchParams.get('token') ?? '';
	try {
		await take(api.GET('/api/v1/set-up', { params: { query: { token } } }));
		return { token, refused: undefined };
	} catch (error) {
		if (isProblem(error) && error.status < 500 && error.status > 0)
			return { token, refused: explain(error) };
		throw error;
	}
}
