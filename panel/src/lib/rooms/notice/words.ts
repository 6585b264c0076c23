import { paths } from '$lib/paths';
import { t } from '$lib/text/index.svelte';
import type { Notice } from './notices.svelte';

/** What happened, in one sentence. */
export function told({ kind, actor, ticket }: Notice): string {
	const number = String(ticket.number);
	if (kind === 'replied')
		return t('notices.replied', { who: ticket.contact || t('contact.visitor'), number });
	return actor
		? t(`notices.${kind}`, { who: actor.name, number })
		: t(`notices.${kind}.nobody`, { number });
}

/** The ticket, at what was said. */
export function placeOf({ kind, organisation, ticket, message }: Notice): string {
	const view = kind === 'mentioned' ? 'mentions' : 'mine';
	return paths.tickets(organisation.id, view, ticket.id) + (message ? `#${message}` : '');
}
