import { api, take } from '$lib/api/client';

const ALL = '/api/v1/organisations/{org}/dead-letters';

export const givenUp = (org: string, cursor?: string, limit?: number) =>
	take(api.GET(ALL, { params: { path: { org }, query: { cursor, limit } } }));

export const tryAgain = (org: string, job: string) =>
	take(
		api.POST('/api/v1/organisations/{org}/dead-letters/{job}/retry', {
			params: { path: { org, job } }
		})
	);

export const letGo = (org: string, job: string) =>
	take(
		api.DELETE('/api/v1/organisations/{org}/dead-letters/{job}', {
			params: { path: { org, job } }
		})
	);
