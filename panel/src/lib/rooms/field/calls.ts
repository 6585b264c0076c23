import { api, take } from '$lib/api/client';
import type { Asked } from '$lib/api/shapes';

const ALL = '/api/v1/organisations/{org}/fields';
const ONE = '/api/v1/organisations/{org}/fields/{field}';

export const allFields = async (org: string) =>
	(await take(api.GET(ALL, { params: { path: { org } } }))).items;

export const addField = (org: string, body: Asked<typeof ALL, 'post'>) =>
	take(api.POST(ALL, { params: { path: { org } }, body }));

export const editField = (org: string, field: string, body: Asked<typeof ONE, 'patch'>) =>
	take(api.PATCH(ONE, { params: { path: { org, field } }, body }));

export const archiveField = (org: string, field: string) =>
	take(api.DELETE(ONE, { params: { path: { org, field } } }));
