import { api, take } from '$lib/api/client';
import type { Answer, Asked, Item } from '$lib/api/shapes';
import type { Days } from './words';

const ORG = '/api/v1/organisations/{org}';
const TICKET = `${ORG}/tickets/{ticket}/time` as const;
const CORRECTIONS = `${TICKET}/corrections` as const;
const sheets = {
	here: `${ORG}/external-advisors/time`,
	away: `${ORG}/lent/time`
} as const;
const files = {
	here: `${ORG}/external-advisors/time/file`,
	away: `${ORG}/lent/time/file`
} as const;

export type TicketTime = Answer<typeof TICKET, 'get'>;
export type Share = TicketTime['people'][number];
export type Correction = Asked<typeof CORRECTIONS, 'post'>;
export type Side = keyof typeof sheets;
export type Sheet = Answer<(typeof sheets)['here'], 'get'>;
export type Row = Sheet['rows'][number];
export type Own = Item<'/api/v1/me/time'>;
export type Kind = 'csv' | 'xlsx';

export const timeOfTicket = (org: string, ticket: string) =>
	take(api.GET(TICKET, { params: { path: { org, ticket } } }));

export const correct = (org: string, ticket: string, body: Correction) =>
	take(api.POST(CORRECTIONS, { params: { path: { org, ticket } }, body }));

export const sheet = (org: string, side: Side, days: Days): Promise<Sheet> =>
	take(api.GET(sheets[side], { params: { path: { org }, query: { ...days } } }));

export const ownTime = async (days: Days): Promise<Own[]> =>
	(await take(api.GET('/api/v1/me/time', { params: { query: { ...days } } }))).items;

/** Puts the file among the downloads, under the name that the server gives it. */
export async function download(org: string, side: Side, days: Days, format: Kind): Promise<void> {
	const query = { ...days, format };
	const asked = api.GET(files[side], { params: { path: { org }, query }, parseAs: 'blob' });
	const bytes = (await take(asked)) as unknown as Blob;
	const { response } = await asked;
	const link = document.createElement('a');
	link.href = URL.createObjectURL(bytes);
	const name = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '');
	link.download = name?.[1] ?? `${days.from}.${format}`;
	link.click();
	URL.revokeObjectURL(link.href);
}
