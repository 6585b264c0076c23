import { api, take } from '$lib/api/client';
import type { Answer, Asked, Item } from '$lib/api/shapes';

const MERGES = '/api/v1/organisations/{org}/contacts/{contact}/merges';
const PREVIEW = '/api/v1/organisations/{org}/contacts/{contact}/merges/preview';
const MERGE = '/api/v1/organisations/{org}/contacts/{contact}/merges/{merge}';
const PORTFOLIO = '/api/v1/organisations/{org}/contacts/{contact}/portfolio';

export type Preview = Answer<typeof PREVIEW, 'post'>;
export type Merge = Item<typeof MERGES>;

export const previewMerge = (org: string, contact: string, from: string) =>
	take(api.POST(PREVIEW, { params: { path: { org, contact } }, body: { from } }));

export const mergeContacts = (org: string, contact: string, body: Asked<typeof MERGES, 'post'>) =>
	take(api.POST(MERGES, { params: { path: { org, contact } }, body }));

export const mergesInto = async (org: string, contact: string) =>
	(await take(api.GET(MERGES, { params: { path: { org, contact } } }))).items;

export const undoMerge = (org: string, contact: string, merge: string) =>
	take(api.DELETE(MERGE, { params: { path: { org, contact, merge } } }));

export const addToPortfolio = (org: string, contact: string) =>
	take(api.PUT(PORTFOLIO, { params: { path: { org, contact } } }));

export const takeFromPortfolio = (org: string, contact: string) =>
	take(api.DELETE(PORTFOLIO, { params: { path: { org, contact } } }));
