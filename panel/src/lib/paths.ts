/** Every address of the panel, in one place. Screens link by these and never by a string of their own. */

export const views = [
	'mine',
	'team',
	'unassigned',
	'all',
	'mentions',
	'hold',
	'snoozed',
	'closed'
] as const;
export type View = (typeof views)[number];
/** Views over all the organisations that a person serves from outside. */
export const externalViews = ['external-mine', 'external-team'] as const;
export type ExternalView = (typeof externalViews)[number];

export const sections = [
	'organisation',
	'members',
	'externals',
	'roles',
	'teams',
	'channels',
	'hours',
	'canned',
	'labels',
	'origins',
	'resolutions',
	'fields',
	'tokens',
	'webhooks',
	'dead-letters',
	'audit'
] as const;
export type Section = (typeof sections)[number];

export const personal = [
	'profile',
	'organisations',
	'notifications',
	'security',
	'sessions'
] as const;
export type Personal = (typeof personal)[number];

type Query = Record<string, string | undefined>;

function join(parts: (string | undefined)[], query: Query = {}): string {
	const path = parts
		.filter((p) => p !== undefined && p !== '')
		.map((p) => encodeURIComponent(p as string))
		.join('/');
	const search = new URLSearchParams();
	for (const [name, value] of Object.entries(query))
		if (value !== undefined && value !== '') search.set(name, value);
	const tail = search.toString();
	return `/${path}${tail ? `?${tail}` : ''}`;
}

export const paths = {
	home: () => '/',
	/** A saved view has an id in the place of a name. */
	tickets: (
		org: string,
		view: View | ExternalView | (string & {}) = 'mine',
		ticket?: string,
		query?: Query
	) => join(['o', org, 'tickets', view, ticket], query),
	contacts: (org: string, contact?: string, query?: Query) =>
		join(['o', org, 'contacts', contact], query),
	companies: (org: string, company?: string, query?: Query) =>
		join(['o', org, 'contacts', 'companies', company], query),
	monitor: (org: string, query?: Query) => join(['o', org, 'monitor'], query),
	search: (org: string, query?: Query) => join(['o', org, 'search'], query),
	manage: (org: string, section?: Section, thing?: string, query?: Query) =>
		join(['o', org, 'manage', section, thing], query),
	/** What programs use: every route with its fields, served beside the panel. */
	api: () => '/api/docs',
	me: (page: Personal = 'profile') => join(['me', page]),
	/** With `ended` the page says that the session did. */
	signIn: (next?: string, ended = false) =>
		join(['sign-in'], {
			next: next && next !== '/' ? next : undefined,
			ended: ended ? '1' : undefined
		}),
	setUp: (token?: string) => join(['set-up'], { token }),
	invitation: (token?: string) => join(['invitation'], { token }),
	reset: (token?: string) => join(['reset'], { token })
};

/** Where to go after signing in: a path of our own, whatever the address says. */
export function ownPath(next: string | null | undefined): string {
	if (!next || !next.startsWith('/') || /^\/[/\\]/.test(next) || /[\u0000-\u001f\\]/.test(next))
		return '/';
	const url = new URL(next, 'http://own.invalid');
	return url.origin === 'http://own.invalid' && !url.pathname.startsWith('/sign-in')
		? url.pathname + url.search + url.hash
		: '/';
}
