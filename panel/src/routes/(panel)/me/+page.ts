import { redirect } from '@sveltejs/kit';
import { paths } from '$lib/paths';

export function load() {
	redirect(307, paths.me());
}
