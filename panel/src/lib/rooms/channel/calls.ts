import { api, take } from '$lib/api/client';
import type { Asked, Item } from '$lib/api/shapes';
import type { Channel } from './settings';

const ONE = '/api/v1/organisations/{org}/channels/{channel}';

export type Team = Item<'/api/v1/organisations/{org}/teams'>;

export async function allChannels(org: string): Promise<Channel[]> {
	const params = { path: { org } };
	return (await take(api.GET('/api/v1/organisations/{org}/channels', { params }))).items;
}

export async function allTeams(org: string): Promise<Team[]> {
	const params = { path: { org } };
	return (await take(api.GET('/api/v1/organisations/{org}/teams', { params }))).items;
}

export const readChannel = (org: string, channel: string) =>
	take(api.GET(ONE, { params: { path: { org, channel } } }));

export const makeChannel = (
	org: string,
	body: Asked<'/api/v1/organisations/{org}/channels', 'post'>
) => take(api.POST('/api/v1/organisations/{org}/channels', { params: { path: { org } }, body }));

export const editChannel = (org: string, channel: string, body: Asked<typeof ONE, 'patch'>) =>
	take(api.PATCH(ONE, { params: { path: { org, channel } }, body }));

export const archiveChannel = (org: string, channel: string) =>
	take(api.DELETE(ONE, { params: { path: { org, channel } } }));

/** The channel with its new secret, which is not shown again. */
export const rotateSecret = (org: string, channel: string) =>
	take(
		api.POST('/api/v1/organisations/{org}/channels/{channel}/secret', {
			params: { path: { org, channel } }
		})
	);

/** What the provider says of a channel. */
export const checkChannel = (org: string, channel: string) =>
	take(api.POST(`${ONE}/check`, { params: { path: { org, channel } } }));

export const testChannel = (org: string, channel: string, body: { to: string; text: string }) =>
	take(api.POST(`${ONE}/test`, { params: { path: { org, channel } }, body }));

const PEOPLE = '/api/v1/organisations/{org}/channels/{channel}/members';

export type Seat = Item<typeof PEOPLE>;
export type Stand = Seat['permissions'][string];

export async function channelMembers(org: string, channel: string): Promise<Seat[]> {
	return (await take(api.GET(PEOPLE, { params: { path: { org, channel } } }))).items;
}

/** What came of each; nobody's refusal touches the others. */
export async function grantInChannel(
	org: string,
	channel: string,
	body: Asked<typeof PEOPLE, 'put'>
) {
	return (await take(api.PUT(PEOPLE, { params: { path: { org, channel } }, body }))).results;
}
