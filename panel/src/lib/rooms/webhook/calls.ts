import { api, take } from '$lib/api/client';
import type { Answer, Asked, Item } from '$lib/api/shapes';

const ALL = '/api/v1/organisations/{org}/webhooks';
const ONE = '/api/v1/organisations/{org}/webhooks/{webhook}';
const SENT = '/api/v1/organisations/{org}/webhooks/{webhook}/deliveries';
const SENT_ONE = '/api/v1/organisations/{org}/webhooks/{webhook}/deliveries/{delivery}';
const REPLAY = '/api/v1/organisations/{org}/webhooks/{webhook}/replay';

export type Webhook = Answer<typeof ONE, 'get'>;
export type Delivery = Item<typeof SENT>;
export type Carried = Answer<typeof SENT_ONE, 'get'>;
export type Body = Asked<typeof ALL, 'post'>;

const on = (org: string, webhook: string) => ({ params: { path: { org, webhook } } });

export const allWebhooks = async (org: string) =>
	(await take(api.GET(ALL, { params: { path: { org } } }))).items;
/** What can be told, as the server knows it. */
export const allKinds = async (org: string) =>
	(await take(api.GET('/api/v1/organisations/{org}/webhooks/kinds', { params: { path: { org } } })))
		.items;
export const readWebhook = (org: string, webhook: string) => take(api.GET(ONE, on(org, webhook)));
export const makeWebhook = (org: string, body: Body) =>
	take(api.POST(ALL, { params: { path: { org } }, body }));
export const editWebhook = (org: string, webhook: string, body: Asked<typeof ONE, 'patch'>) =>
	take(api.PATCH(ONE, { ...on(org, webhook), body }));
export const deleteWebhook = (org: string, webhook: string) =>
	take(api.DELETE(ONE, on(org, webhook)));
/** The webhook with its new secret, which is not shown again. */
export const rotateSecret = (org: string, webhook: string) =>
	take(api.POST('/api/v1/organisations/{org}/webhooks/{webhook}/secret', on(org, webhook)));
export const sendTest = (org: string, webhook: string) =>
	take(
		api.POST('/api/v1/organisations/{org}/webhooks/{webhook}/test', {
			...on(org, webhook),
			body: {}
		})
	);

interface Query {
	state?: Delivery['state'];
	cursor?: string;
	limit?: number;
}

export const readDeliveries = (org: string, webhook: string, query: Query) =>
	take(api.GET(SENT, { params: { path: { org, webhook }, query } }));
export const readDelivery = (org: string, webhook: string, delivery: string) =>
	take(api.GET(SENT_ONE, { params: { path: { org, webhook, delivery } } }));
export const sendAgain = (org: string, webhook: string, delivery: string) =>
	take(
		api.POST('/api/v1/organisations/{org}/webhooks/{webhook}/deliveries/{delivery}/replay', {
			params: { path: { org, webhook, delivery } }
		})
	);
/** How many failed ones there are since a time. */
export const failedSince = async (org: string, webhook: string, since: string) =>
	(await take(api.GET(REPLAY, { params: { path: { org, webhook }, query: { since } } }))).count;
export const sendAgainSince = async (org: string, webhook: string, since: string) =>
	(await take(api.POST(REPLAY, { ...on(org, webhook), body: { since } }))).count;
