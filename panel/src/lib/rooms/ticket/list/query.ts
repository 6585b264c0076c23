/** A list's filters and order, as the address has them: so that Back, a bookmark and a colleague find the same. */
import type { components } from '$lib/api/schema';
import { views, type View } from '$lib/paths';

type Schemas = components['schemas'];
export type Sort = Schemas['TicketSort'];
export type State = Schemas['TicketState'];

export const sorts = ['last_activity', 'waiting_since', 'priority', 'newest'] as const;
export const states = ['waiting', 'open', 'hold', 'snoozed'] as const;
export const priorities = ['urgent', 'high', 'normal', 'low'] as const;

/** Several values of one kind stand in one parameter, with commas: so the API has them too. */
export const kinds = ['state', 'priority', 'assignee', 'team', 'channel', 'label'] as const;
export type Kind = (typeof kinds)[number];
/** One value at most: of whom the tickets are. */
export const single: readonly Kind[] = ['assignee'];

export interface Asked {
	sort: Sort;
	filter: Partial<Record<Kind, string[]>>;
}

export function asked(search: URLSearchParams): Asked {
	const sort = sorts.find((s) => s === search.get('sort')) ?? 'last_activity';
	const filter: Asked['filter'] = {};
	for (const kind of kinds) {
		const values = search.get(kind)?.split(',').filter(Boolean) ?? [];
		if (values.length) filter[kind] = single.includes(kind) ? values.slice(0, 1) : values;
	}
	return { sort, filter };
}

/** What goes behind the `?`; nothing of what is the default. */
export function written({ sort, filter }: Asked): Record<string, string | undefined> {
	const query: Record<string, string | undefined> = {};
	if (sort !== 'last_activity') query.sort = sort;
	for (const kind of kinds) if (filter[kind]?.length) query[kind] = filter[kind].join(',');
	return query;
}

export const narrowed = ({ filter }: Asked): boolean => kinds.some((kind) => filter[kind]?.length);

/** The view's name in the API; a saved one has its id. */
export function viewAsked(view: string): { view?: Schemas['TicketView']; saved?: string } {
	if ((views as readonly string[]).includes(view)) return { view: view as View };
	return { saved: view };
}

/** What a saved view keeps: the view it was made from and what narrows it. */
export function saveable(view: string, { filter }: Asked): Schemas['TicketFilter'] {
	const from = viewAsked(view).view ?? 'all';
	const { assignee, ...lists } = filter;
	return {
		view: from,
		...lists,
		...(assignee?.[0] ? { assignee: assignee[0] } : {})
	} as Schemas['TicketFilter'];
}
