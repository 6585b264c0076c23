/** What was found as lines that lead there. */
import { paths } from '$lib/paths';
import type { Find, Hit } from './find.svelte';

export interface Line {
	key: string;
	href: string;
	/** Nothing for the ticket whose number was typed. */
	hit?: Hit;
}

export function linesOf(org: string, { hits, numbered }: Pick<Find, 'hits' | 'numbered'>): Line[] {
	const first = numbered
		? [{ key: numbered.id, href: paths.tickets(org, 'all', numbered.id) }]
		: [];
	return [...first, ...hits.flatMap((hit) => lineOf(org, hit) ?? [])];
}

function lineOf(org: string, hit: Hit): Line | undefined {
	const { contact, ticket, message } = hit;
	if (contact) return { key: contact.id, href: paths.contacts(org, contact.id), hit };
	if (!ticket) return undefined;
	const href = paths.tickets(org, ticket.state === 'closed' ? 'closed' : 'all', ticket.id);
	return { key: message?.id ?? ticket.id, href: message ? `${href}#${message.id}` : href, hit };
}
