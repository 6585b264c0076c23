import { api, take } from '$lib/api/client';
import type { Item } from '$lib/api/shapes';

export type Colleague = Item<'/api/v1/organisations/{org}/colleagues'>;

/** The people one works with, by name. */
export async function allColleagues(org: string): Promise<Colleague[]> {
	const params = { path: { org } };
	const { items } = await take(api.GET('/api/v1/organisations/{org}/colleagues', { params }));
	return items.sort((a, b) => fullName(a).localeCompare(fullName(b)));
}

export const fullName = ({ first_name, last_name }: Pick<Colleague, 'first_name' | 'last_name'>) =>
	`${first_name} ${last_name}`.trim();
