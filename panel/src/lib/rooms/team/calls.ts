import { api, take } from '$lib/api/client';
import type { Answer, Asked } from '$lib/api/shapes';

const LIST = '/api/v1/organisations/{org}/teams';
const ONE = '/api/v1/organisations/{org}/teams/{team}';
const SEAT = '/api/v1/organisations/{org}/teams/{team}/members/{member}';

export type Team = Answer<typeof ONE, 'get'>;
export type Seat = Team['people'][number];

export const readTeam = (org: string, team: string) =>
	take(api.GET(ONE, { params: { path: { org, team } } }));
export const makeTeam = (org: string, body: Asked<typeof LIST, 'post'>) =>
	take(api.POST(LIST, { params: { path: { org } }, body }));
export const editTeam = (org: string, team: string, body: Asked<typeof ONE, 'patch'>) =>
	take(api.PATCH(ONE, { params: { path: { org, team } }, body }));
export const archiveTeam = (org: string, team: string, move_to?: string) =>
	take(api.DELETE(ONE, { params: { path: { org, team }, query: { move_to } } }));
export const join = (org: string, team: string, member: string, isDefault?: boolean) =>
	take(api.PUT(SEAT, { params: { path: { org, team, member } }, body: { default: isDefault } }));
export const leave = (org: string, team: string, member: string) =>
	take(api.DELETE(SEAT, { params: { path: { org, team, member } } }));
