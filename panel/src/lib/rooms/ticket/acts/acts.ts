/**
 * The acts on a ticket. What can be taken back is shown at once and offers the way back; a refusal takes it off again and is
 * told in the server's words. Each gives whether it was done.
 */
import { api, take } from '$lib/api/client';
import { explain } from '$lib/api/explain';
import type { components } from '$lib/api/schema';
import { toasts } from '$lib/kit/toast.svelte';
import { session } from '$lib/me/session.svelte';
import { t } from '$lib/text/index.svelte';
import { details } from '../details.svelte';
import type { Colleague, Person, Ticket, TicketPriority } from '../model';
import { timelineOf } from '../timeline.svelte';
import { allowed } from './may.svelte';

type Schemas = components['schemas'];
type Acted = Schemas['TicketActed'];
type Edit = Partial<Schemas['EditTicket']>;

const BASE = '/api/v1/organisations/{org}/tickets/{ticket}' as const;

export interface Place {
	org: string;
	ticket: Ticket;
}

const at = ({ org, ticket }: Place) => ({ params: { path: { org, ticket: ticket.id } } });

/** Shows `change`, asks, and tells what went wrong. */
async function act(
	{ org, ticket }: Place,
	change: (ticket: Ticket) => Ticket,
	ask: () => Promise<Acted>
): Promise<boolean> {
	try {
		let seen = true;
		await details.of(org).attempt(ticket.id, change, async () => {
			const answer = await ask();
			seen = answer.ticket !== undefined && answer.ticket !== null;
			return answer.ticket ?? undefined;
		});
		if (seen) void timelineOf(org, ticket.id).catchUp();
		else details.lose(org, ticket.id);
		return true;
	} catch (error) {
		toasts.add(explain(error), { tone: 'bad' });
		return false;
	}
}

/** As it is now: what was done meanwhile is kept when something is taken back. */
const now = (place: Place): Place => ({
	...place,
	ticket: details.get(place.org, place.ticket.id) ?? place.ticket
});

function undoable(text: string, back: () => void): void {
	toasts.undo(text, t('act.undo'), back);
}

export function me(org: string): Person | null {
	const member = session.membership(org)?.member;
	if (!member) return null;
	return { ...member, name: `${member.first_name} ${member.last_name}`.trim(), external: false };
}

export const personOf = (c: Colleague): Person => ({
	id: c.id,
	first_name: c.first_name,
	last_name: c.last_name,
	name: `${c.first_name} ${c.last_name}`.trim(),
	external: c.external,
	photo: c.photo
});

/** Given to somebody or to nobody, hold and snooze stay while somebody has it. */
function given(ticket: Ticket, assignee: Person | null): Ticket {
	const kept = ticket.state === 'hold' || ticket.state === 'snoozed';
	return { ...ticket, assignee, state: !assignee ? 'waiting' : kept ? ticket.state : 'open' };
}

export async function takeIt(place: Place): Promise<boolean> {
	return act(
		place,
		(ticket) => given(ticket, me(place.org)),
		() => take(api.POST(`${BASE}/take`, at(place)))
	);
}

export async function assign(place: Place, to: Person | null, undo = true): Promise<boolean> {
	const before = place.ticket.assignee ?? null;
	const done = await act(
		place,
		(ticket) => given(ticket, to),
		() => take(api.PUT(`${BASE}/assignee`, { ...at(place), body: { member: to?.id ?? null } }))
	);
	if (done && undo) {
		const text = to ? t('ticket.did.assigned', { name: to.name }) : t('ticket.did.unassigned');
		undoable(text, () => void assign(now(place), before, false));
	}
	return done;
}

export async function transfer(
	place: Place,
	team: { id: string; name: string },
	note?: string,
	member?: Person | null,
	undo = true
): Promise<boolean> {
	const before = { team: place.ticket.team, assignee: place.ticket.assignee ?? null };
	const done = await act(
		place,
		(ticket) => given({ ...ticket, team: { ...team } }, member ?? null),
		() => {
			const body = {
				team: team.id,
				note: note || undefined,
				...(member === undefined ? {} : { member: member?.id ?? null })
			};
			return take(api.POST(`${BASE}/transfer`, { ...at(place), body }));
		}
	);
	if (!done || !undo) return done;
	const text = t('ticket.did.transferred', { team: team.name });
	const seen = details.get(place.org, place.ticket.id);
	// Out of our sight, it is out of our hands too.
	if (!seen || !allowed(seen, 'ticket.transfer')) toasts.add(text);
	else
		undoable(text, () => void transfer(now(place), before.team, undefined, before.assignee, false));
	return done;
}

export async function hold(place: Place, undo = true): Promise<boolean> {
	const done = await act(
		place,
		(ticket) => ({ ...ticket, state: 'hold', snoozed_until: null }),
		() => take(api.PUT(`${BASE}/hold`, at(place)))
	);
	if (done && undo) undoable(t('ticket.did.held'), () => void release(now(place)));
	return done;
}

export async function release(place: Place): Promise<boolean> {
	return act(
		place,
		(ticket) => given({ ...ticket, state: 'open' }, ticket.assignee ?? null),
		() => take(api.DELETE(`${BASE}/hold`, at(place)))
	);
}

export async function snooze(place: Place, until: Date, said: string): Promise<boolean> {
	const done = await act(
		place,
		(ticket) => ({ ...ticket, state: 'snoozed', snoozed_until: until.toISOString() }),
		() => take(api.PUT(`${BASE}/snooze`, { ...at(place), body: { until: until.toISOString() } }))
	);
	if (done) undoable(t('ticket.did.snoozed', { when: said }), () => void wake(now(place)));
	return done;
}

export async function wake(place: Place): Promise<boolean> {
	return act(
		place,
		(ticket) => given({ ...ticket, state: 'open', snoozed_until: null }, ticket.assignee ?? null),
		() => take(api.DELETE(`${BASE}/snooze`, at(place)))
	);
}

export async function close(
	place: Place,
	resolution: { id: string; name: string } | null,
	note?: string
): Promise<boolean> {
	const done = await act(
		place,
		(ticket) => ({ ...ticket, state: 'closed', resolution, snoozed_until: null }),
		() => {
			const body = { resolution: resolution?.id ?? null, note: note || null };
			return take(api.POST(`${BASE}/resolution`, { ...at(place), body }));
		}
	);
	if (done)
		undoable(
			t('ticket.did.closed', { number: place.ticket.number }),
			() => void reopen(now(place))
		);
	return done;
}

export async function reopen(place: Place): Promise<boolean> {
	return act(
		place,
		(ticket) =>
			given(
				{ ...ticket, state: 'open', resolution: null, closed_at: null },
				ticket.assignee ?? null
			),
		() => take(api.DELETE(`${BASE}/resolution`, at(place)))
	);
}

/** All labels it is to have. */
export async function label(place: Place, labels: Ticket['labels']): Promise<boolean> {
	return act(
		place,
		(ticket) => ({ ...ticket, labels }),
		() =>
			take(api.PUT(`${BASE}/labels`, { ...at(place), body: { labels: labels.map((l) => l.id) } }))
	);
}

const edit = (place: Place, body: Edit, change: (ticket: Ticket) => Ticket) =>
	act(place, change, () =>
		take(api.PATCH(BASE, { ...at(place), body: body as Schemas['EditTicket'] }))
	);

export const setPriority = (place: Place, priority: TicketPriority) =>
	edit(place, { priority }, (ticket) => ({ ...ticket, priority }));

export const setSubject = (place: Place, subject: string) =>
	edit(place, { subject }, (ticket) => ({ ...ticket, subject }));

export const setOrigin = (place: Place, origin: Ticket['origin']) =>
	edit(place, { origin: origin?.id ?? null }, (ticket) => ({ ...ticket, origin }));

export const setField = (place: Place, field: string, value: unknown) =>
	edit(place, { fields: { [field]: value } }, (ticket) => ({
		...ticket,
		fields: [
			...ticket.fields.filter((f) => f.field !== field),
			...(value === null ? [] : [{ field, value }])
		]
	}));

export async function follow(place: Place, on: boolean): Promise<void> {
	const self = me(place.org);
	const others = (ticket: Ticket) => ticket.followers.filter((f) => f.id !== self?.id);
	try {
		await details.of(place.org).attempt(
			place.ticket.id,
			(ticket) => ({
				...ticket,
				following: on,
				followers: on && self ? [...others(ticket), self] : others(ticket)
			}),
			async () => {
				await take(
					on ? api.PUT(`${BASE}/follow`, at(place)) : api.DELETE(`${BASE}/follow`, at(place))
				);
				return undefined;
			}
		);
		toasts.add(t(on ? 'ticket.did.followed' : 'ticket.did.unfollowed'));
	} catch (error) {
		toasts.add(explain(error), { tone: 'bad' });
	}
}

/** Into another of the same contact; it cannot be taken back, so it waits for the answer. */
export async function merge(place: Place, into: { id: string; number: number }): Promise<void> {
	const answer = await take(api.POST(`${BASE}/merge`, { ...at(place), body: { into: into.id } }));
	details.acted(place.org, answer);
	void details.refresh(place.org, place.ticket.id);
	toasts.add(t('ticket.did.merged', { number: into.number }));
}
