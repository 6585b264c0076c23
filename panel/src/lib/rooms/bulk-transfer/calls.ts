import { api, take } from '$lib/api/client';
import type { Answer, Asked, Item } from '$lib/api/shapes';

const ALL = '/api/v1/organisations/{org}/bulk-transfers';
const ONE = '/api/v1/organisations/{org}/bulk-transfers/{bulk_transfer}';

export type Transfer = Item<typeof ALL>;
export type Preview = Answer<`${typeof ALL}/preview`, 'post'>;
export type Stay = Preview['staying'][number];
export type New = Asked<typeof ALL, 'post'>;

export const previewTransfer = (org: string, body: New) =>
	take(api.POST(`${ALL}/preview`, { params: { path: { org } }, body }));

export const beginTransfer = (org: string, body: New) =>
	take(api.POST(ALL, { params: { path: { org } }, body }));

export const readTransfer = (org: string, bulk_transfer: string) =>
	take(api.GET(ONE, { params: { path: { org, bulk_transfer } } }));

export const undoTransfer = (org: string, bulk_transfer: string) =>
	take(api.DELETE(ONE, { params: { path: { org, bulk_transfer } } }));

export async function transfersOf(org: string, from: string): Promise<Transfer[]> {
	const query = { from };
	return (await take(api.GET(ALL, { params: { path: { org }, query } }))).items;
}
