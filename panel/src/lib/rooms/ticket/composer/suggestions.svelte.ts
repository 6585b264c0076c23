/** What is offered while a shortcut or a mention is being typed. */
import { session } from '$lib/me/session.svelte';
import type { Option } from '$lib/kit/types';
import { finds } from '$lib/kit/fold';
import { t } from '$lib/text/index.svelte';
import { reference } from '../../reference.svelte';
import { contacts } from '../contacts.svelte';
import type { Ticket } from '../model';
import { filled, offered, type Canned } from './canned';
import { responses } from './responses.svelte';

const MOST = 30;

export function cannedOptions(org: string, ticket: Ticket, typed: string): Option[] {
	const { canned, categories } = responses(org);
	const category = (id: string) => categories.name(id);
	return offered(canned.all, typed, contacts.get(ticket.id)?.locale, category)
		.slice(0, MOST)
		.map((c) => ({
			value: c.id,
			label: c.name,
			hint: `/${c.shortcut} · ${spoken(org, ticket, c).replace(/\s+/g, ' ')}`,
			group: category(c.category ?? '') || undefined
		}));
}

export function mentionOptions(org: string, typed: string): Option[] {
	const self = session.membership(org)?.member.id;
	return reference(org)
		.members.all.filter((m) => m.id !== self && finds(m.name, typed))
		.slice(0, MOST)
		.map((m) => ({
			value: m.id,
			label: m.name,
			hint: [m.organisation, t(`presence.${m.presence}`)].filter(Boolean).join(' · '),
			presence: m.presence
		}));
}

/** A response as it is said to this customer by this person. */
export function spoken(org: string, ticket: Ticket, { body }: Canned): string {
	const membership = session.membership(org);
	const contact = contacts.get(ticket.id);
	const member = membership?.member;
	const name = contact?.name ?? ticket.contact.name;
	return filled(body, {
		'contact.name': name,
		'contact.first_name': name.split(/\s+/)[0],
		'contact.phone': contact?.phone,
		'contact.email': contact?.email,
		'ticket.number': String(ticket.number),
		'member.name': member && `${member.first_name} ${member.last_name}`.trim(),
		'member.first_name': member?.first_name,
		'organisation.name': membership?.organisation.name
	});
}
