import { api, take } from '$lib/api/client';
import type { Answer, Asked, Item } from '$lib/api/shapes';

const LIST = '/api/v1/organisations/{org}/roles';
const ONE = '/api/v1/organisations/{org}/roles/{role}';

export type Role = Answer<typeof ONE, 'get'>;
export type Change = Asked<typeof ONE, 'patch'>;
export type New = Asked<typeof LIST, 'post'>;
export type Permission = Item<'/api/v1/organisations/{org}/permissions'>;

const at = (org: string, role: string) => ({ params: { path: { org, role } } });

export async function allPermissions(org: string): Promise<Permission[]> {
	const params = { path: { org } };
	return (await take(api.GET('/api/v1/organisations/{org}/permissions', { params }))).items;
}

export const readRole = (org: string, role: string) => take(api.GET(ONE, at(org, role)));
export const makeRole = (org: string, body: New) =>
	take(api.POST(LIST, { params: { path: { org } }, body }));
export const editRole = (org: string, role: string, body: Change) =>
	take(api.PATCH(ONE, { ...at(org, role), body }));
export const deleteRole = (org: string, role: string) => take(api.DELETE(ONE, at(org, role)));
export const foreseeRole = (org: string, role: string, body: Change) =>
	take(api.POST(`${ONE}/preview`, { ...at(org, role), body }));
