import { api, take } from '$lib/api/client';
import type { Answer, Asked, Item } from '$lib/api/shapes';
import type { Profile } from './profile';

const ALL = '/api/v1/organisations/{org}/contacts';
const ONE = '/api/v1/organisations/{org}/contacts/{contact}';
const EDITS = '/api/v1/organisations/{org}/contacts/{contact}/edits';

export type Brief = Item<typeof ALL>;
export type Contact = Answer<typeof ONE, 'get'>;
export type Edit = Item<typeof EDITS>;
export type TicketRow = Item<'/api/v1/organisations/{org}/tickets'>;

/** Of one member's portfolio, of those who work for a company, or of all. */
export const findContacts = (
	org: string,
	q: string,
	cursor?: string,
	of: { portfolio?: string; company?: string } = {}
) =>
	take(
		api.GET(ALL, {
			params: { path: { org }, query: { ...(q ? { q } : {}), ...of, cursor, limit: 50 } }
		})
	);

export const readContact = (org: string, contact: string) =>
	take(api.GET(ONE, { params: { path: { org, contact } } }));

export const makeContact = (org: string, body: Asked<typeof ALL, 'post'>) =>
	take(api.POST(ALL, { params: { path: { org } }, body }));

export const editContact = (org: string, contact: string, version: number, change: Profile) =>
	take(
		api.PATCH(ONE, {
			params: { path: { org, contact } },
			// Fields by name beside a number: a type that has both cannot be written as a literal.
			body: Object.assign({ version }, change) as unknown as Asked<typeof ONE, 'patch'>
		})
	);

export const contactEdits = async (org: string, contact: string) =>
	(await take(api.GET(EDITS, { params: { path: { org, contact } } }))).items;

export const revertEdit = (org: string, contact: string, edit: string, version: number) =>
	take(
		api.POST('/api/v1/organisations/{org}/contacts/{contact}/edits/{edit}/revert', {
			params: { path: { org, contact, edit } },
			body: { version }
		})
	);

export type Whose = { contact: string } | { company: string };

/** Live ones and closed ones, the latest first; those that the reader may read. */
export const ticketsOf = (org: string, of: Whose, cursor?: string) =>
	take(
		api.GET('/api/v1/organisations/{org}/tickets', {
			params: {
				path: { org },
				query: {
					...of,
					cursor,
					view: 'all',
					state: 'waiting,open,hold,snoozed,closed',
					limit: 20
				}
			}
		})
	);
