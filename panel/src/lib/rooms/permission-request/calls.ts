import { api, take } from '$lib/api/client';
import type { Asked, Item } from '$lib/api/shapes';

const ALL = '/api/v1/organisations/{org}/permission-requests';
const OWN = '/api/v1/organisations/{org}/me/permission-requests';
const ONE = `${ALL}/{permission_request}` as const;
const at = (org: string, permission_request: string) => ({
	params: { path: { org, permission_request } }
});

export type Request = Item<typeof ALL>;
export type New = Asked<typeof ALL, 'post'>;
export type Scope = New['scope'];

/** The same again, while nobody has answered, is the one that is there. */
export const askFor = (org: string, body: New) =>
	take(api.POST(ALL, { params: { path: { org } }, body }));

export async function waiting(org: string): Promise<Request[]> {
	return (await take(api.GET(ALL, { params: { path: { org } } }))).items;
}

/** What I asked for lately, the newest first. */
export async function own(org: string): Promise<Request[]> {
	return (await take(api.GET(OWN, { params: { path: { org } } }))).items;
}

export const grant = (org: string, id: string, until?: string) =>
	take(api.POST(`${ONE}/grant`, { ...at(org, id), body: { until } }));

export const refuse = (org: string, id: string, reason: string) =>
	take(api.POST(`${ONE}/refusal`, { ...at(org, id), body: { reason } }));

export const withdraw = (org: string, id: string) => take(api.DELETE(ONE, at(org, id)));
