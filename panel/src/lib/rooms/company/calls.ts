import { api, take } from '$lib/api/client';
import type { Answer, Asked, Item } from '$lib/api/shapes';
import type { Profile } from './profile';

const ALL = '/api/v1/organisations/{org}/companies';
const ONE = '/api/v1/organisations/{org}/companies/{company}';
const EDITS = '/api/v1/organisations/{org}/companies/{company}/edits';

export type Brief = Item<typeof ALL>;
export type Company = Answer<typeof ONE, 'get'>;

export const findCompanies = (org: string, q: string, cursor?: string) =>
	take(
		api.GET(ALL, {
			params: { path: { org }, query: { ...(q ? { q } : {}), cursor, limit: 50 } }
		})
	);

export const readCompany = (org: string, company: string) =>
	take(api.GET(ONE, { params: { path: { org, company } } }));

export const makeCompany = (org: string, body: Asked<typeof ALL, 'post'>) =>
	take(api.POST(ALL, { params: { path: { org } }, body }));

export const editCompany = (org: string, company: string, version: number, change: Profile) =>
	take(
		api.PATCH(ONE, {
			params: { path: { org, company } },
			// Fields by name beside a number: a type that has both cannot be written as a literal.
			body: Object.assign({ version }, change) as unknown as Asked<typeof ONE, 'patch'>
		})
	);

export const removeCompany = (org: string, company: string) =>
	take(api.DELETE(ONE, { params: { path: { org, company } } }));

export const companyEdits = async (org: string, company: string) =>
	(await take(api.GET(EDITS, { params: { path: { org, company } } }))).items;

export const revertEdit = (org: string, company: string, edit: string, version: number) =>
	take(
		api.POST('/api/v1/organisations/{org}/companies/{company}/edits/{edit}/revert', {
			params: { path: { org, company, edit } },
			body: { version }
		})
	);
