import { api, take } from '$lib/api/client';
import type { Answer, Asked } from '$lib/api/shapes';

const ONE = '/api/v1/organisations/{org}';

export type Organisation = Answer<typeof ONE, 'get'>;

export const readOrganisation = (org: string) => take(api.GET(ONE, { params: { path: { org } } }));

export const editOrganisation = (org: string, body: Asked<typeof ONE, 'patch'>) =>
	take(api.PATCH(ONE, { params: { path: { org } }, body }));
