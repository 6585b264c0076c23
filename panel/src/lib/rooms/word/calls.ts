import { api, take } from '$lib/api/client';

export interface Word {
	id: string;
	name: string;
	created_at: string;
}

interface Draft {
	name: string;
}

export interface Calls {
	list: (org: string) => Promise<Word[]>;
	add: (org: string, body: Draft) => Promise<Word>;
	edit: (org: string, id: string, body: Draft) => Promise<Word>;
	archive: (org: string, id: string) => Promise<unknown>;
}

const ORIGINS = '/api/v1/organisations/{org}/origins';
const ORIGIN = '/api/v1/organisations/{org}/origins/{id}';
const RESOLUTIONS = '/api/v1/organisations/{org}/resolutions';
const RESOLUTION = '/api/v1/organisations/{org}/resolutions/{id}';

const at = (org: string) => ({ path: { org } });
const of = (org: string, id: string) => ({ path: { org, id } });

export const calls = {
	origins: {
		list: async (org) => (await take(api.GET(ORIGINS, { params: at(org) }))).items,
		add: (org, body) => take(api.POST(ORIGINS, { params: at(org), body })),
		edit: (org, id, body) => take(api.PATCH(ORIGIN, { params: of(org, id), body })),
		archive: (org, id) => take(api.DELETE(ORIGIN, { params: of(org, id) }))
	},
	resolutions: {
		list: async (org) => (await take(api.GET(RESOLUTIONS, { params: at(org) }))).items,
		add: (org, body) => take(api.POST(RESOLUTIONS, { params: at(org), body })),
		edit: (org, id, body) => take(api.PATCH(RESOLUTION, { params: of(org, id), body })),
		archive: (org, id) => take(api.DELETE(RESOLUTION, { params: of(org, id) }))
	}
} satisfies Record<string, Calls>;

export type Noun = keyof typeof calls;
