import type { Asked, Item } from '$lib/api/shapes';

/** A canned response as it is written; empty is none. */
export interface Draft {
	name: string;
	shortcut: string;
	body: string;
	category: string;
	team: string;
	locale: string;
}

type Canned = Item<'/api/v1/organisations/{org}/canned'>;
type Body = Asked<'/api/v1/organisations/{org}/canned', 'post'>;

/** What a text may hold to be filled in when it is chosen. */
export const variables = [
	'contact.name',
	'contact.first_name',
	'contact.phone',
	'contact.email',
	'ticket.number',
	'member.name',
	'member.first_name',
	'organisation.name'
] as const;

export type Variable = (typeof variables)[number];

export function draftOf(canned: Canned | undefined, category: string): Draft {
	return {
		name: canned?.name ?? '',
		shortcut: canned?.shortcut ?? '',
		body: canned?.body ?? '',
		category,
		team: canned?.team ?? '',
		locale: canned?.locale ?? ''
	};
}

export function body(draft: Draft): Body {
	return {
		name: draft.name,
		shortcut: draft.shortcut.trim().replace(/^\//, ''),
		body: draft.body,
		category: draft.category.trim() || null,
		team: draft.team || null,
		locale: (draft.locale || null) as Body['locale']
	};
}

/** A text with a variable where the cursor stood, and where it stands then. */
export function insert(
	text: string,
	from: number,
	to: number,
	variable: Variable
): { text: string; at: number } {
	const piece = `{{${variable}}}`;
	return { text: text.slice(0, from) + piece + text.slice(to), at: from + piece.length };
}
