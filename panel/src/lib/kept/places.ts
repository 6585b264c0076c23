/**
 * Which answers are kept for when there is no line: what it takes to open the panel and to read on. Everything else is asked for
 * when it is wanted, and is not there when it cannot be.
 */
export type Kind = 'self' | 'list' | 'names' | 'ticket' | 'contact';

export interface Place {
	/** The address, without what only says how much of it. */
	key: string;
	kind: Kind;
	org?: string;
	/** What stands or falls together: a ticket's id, or the kind. */
	group: string;
}

/** One's own things, over all organisations. */
const own: Record<string, Kind> = {
	'/api/v1/me': 'self',
	'/api/v1/me/views': 'list',
	'/api/v1/me/tickets': 'list'
};
const lists = ['views', 'tickets', 'tickets/next'];
const names = [
	'colleagues',
	'teams',
	'channels',
	'labels',
	'resolutions',
	'origins',
	'fields',
	'canned',
	'categories'
];
const ticket = /^tickets\/(tkt_[^/]+)(?:\/(?:contact|timeline))?$/;

/** Where an answer is kept; nothing when it is not. Only first pages are: what one scrolled to is not what one opens with. */
export function placeOf(address: string): Place | undefined {
	const url = new URL(address, 'http://own.invalid');
	if (['cursor', 'before', 'after'].some((part) => url.searchParams.has(part))) return undefined;
	url.searchParams.delete('limit');
	url.searchParams.sort();
	const key = url.pathname + url.search;
	const mine = own[url.pathname];
	if (mine) return { key, kind: mine, group: mine };
	const [, org, rest = ''] = /^\/api\/v1\/organisations\/([^/]+)\/(.+)$/.exec(url.pathname) ?? [];
	if (!org) return undefined;
	// The other tickets of a customer, beside one of them.
	if (rest === 'tickets' && url.searchParams.has('contact'))
		return { key, kind: 'contact', org, group: 'contact' };
	if (lists.includes(rest)) return { key, kind: 'list', org, group: 'list' };
	if (names.includes(rest)) return { key, kind: 'names', org, group: 'names' };
	const one = ticket.exec(rest)?.[1];
	return one ? { key, kind: 'ticket', org, group: one } : undefined;
}

/** Whether it is the ticket itself, and not something of it. */
export const isTicket = ({ key, group }: Place): boolean => key.endsWith(`/tickets/${group}`);

export const timelinePlace = (org: string, ticket: string): string =>
	`/api/v1/organisations/${org}/tickets/${ticket}/timeline`;
