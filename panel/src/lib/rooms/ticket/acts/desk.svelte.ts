/** What is open over a ticket, and its acts as commands: buttons, keys and the palette read the one list. */
import CircleCheck from '@lucide/svelte/icons/circle-check';
import Clock from '@lucide/svelte/icons/clock';
import Merge from '@lucide/svelte/icons/merge';
import Tag from '@lucide/svelte/icons/tag';
import UserPlus from '@lucide/svelte/icons/user-plus';
import Users from '@lucide/svelte/icons/users';
import type { Command } from '$lib/keys/commands.svelte';
import type { Why } from '$lib/kit/types';
import { session } from '$lib/me/session.svelte';
import { t } from '$lib/text/index.svelte';
import { reference } from '../../reference.svelte';
import type { Ticket, Writing } from '../model';
import { close, follow, hold, release, reopen, takeIt, wake, type Place } from './acts';
import { allowed, may, type May } from './may.svelte';

export type Over =
	'assign' | 'team' | 'label' | 'snooze' | 'when' | 'close' | 'merge' | 'more' | 'states';

interface Room {
	place: () => Place | undefined;
	leave: (to: 'next' | 'list') => void;
	write: (kind: Writing) => void;
}

export class Desk {
	over = $state<Over>();
	/** When it is closed, on to the next. */
	next = $state(false);
	/** What is to be sent before it is closed. */
	send = $state.raw<(then: () => void) => void>();
	#room: Room;

	constructor(room: Room) {
		this.#room = room;
	}

	show(over: Over, open: boolean): void {
		if (open) this.over = over;
		else if (this.over === over) this.over = undefined;
	}

	/** Closes at once where there is no reason to choose and none to ask for, else asks. */
	end(next: boolean, send?: (then: () => void) => void): void {
		const place = this.#room.place();
		if (!place || place.ticket.state === 'closed') return;
		const required = session.membership(place.org)?.organisation.settings?.resolution_required;
		const list = reference(place.org).resolutions;
		if (list.state === 'ready' && list.all.length === 0 && !required) {
			const now = () =>
				void close(place, null).then((done) => done && next && this.#room.leave('next'));
			if (send) send(now);
			else now();
			return;
		}
		[this.next, this.send] = [next, send];
		this.over = 'close';
	}

	commands(): Command[] {
		const place = this.#room.place();
		if (!place) return [];
		const group = t('ticket.group');
		const { org, ticket } = place;
		const of = acts(org, ticket);
		const line = (
			id: string,
			title: string,
			{ show, why }: May,
			run: () => void,
			more: Partial<Command> = {}
		): Command[] => (show ? [{ id: `ticket.${id}`, title, group, why, run, ...more }] : []);
		return [
			...line('reply', t('ticket.act.reply'), of.reply, () => this.#room.write('out'), {
				keys: 'r'
			}),
			...line('note', t('ticket.act.note'), of.note, () => this.#room.write('note'), { keys: 'n' }),
			...line('take', t('ticket.act.take'), of.take, () => void takeIt(place), { icon: UserPlus }),
			...line('assign', t('ticket.act.assign'), of.assign, () => (this.over = 'assign'), {
				keys: 'a',
				icon: UserPlus
			}),
			...line('team', t('ticket.act.transfer'), of.assign, () => (this.over = 'team'), {
				keys: 't',
				icon: Users
			}),
			...line('snooze', t('ticket.act.snooze'), of.aside, () => (this.over = 'snooze'), {
				keys: 'z',
				icon: Clock
			}),
			...line('label', t('ticket.act.label'), of.label, () => (this.over = 'label'), {
				keys: 'l',
				icon: Tag
			}),
			...line('close', t('ticket.act.close'), of.close, () => this.end(false), {
				keys: 'e',
				icon: CircleCheck
			}),
			...line('close-next', t('ticket.act.close-next'), of.close, () => this.end(true), {
				keys: 'Shift+e'
			}),
			...line('reopen', t('ticket.act.reopen'), of.reopen, () => void reopen(place)),
			...line('release', t('ticket.act.release'), of.release, () => void release(place)),
			...line('hold', t('ticket.act.hold'), of.hold, () => void hold(place)),
			...line('wake', t('ticket.act.wake'), of.wake, () => void wake(place)),
			...line('merge', t('ticket.act.merge'), of.merge, () => (this.over = 'merge'), {
				icon: Merge
			}),
			...line(
				'follow',
				t(ticket.following ? 'ticket.act.unfollow' : 'ticket.act.follow'),
				{ show: true },
				() => void follow(place, !ticket.following)
			)
		];
	}
}

/** What may be done to this ticket as it now stands: what the server decided, and what its state lets be done at all. */
export function acts(org: string, ticket: Ticket) {
	const closed = ticket.state === 'closed';
	const had = Boolean(ticket.assignee);
	const state = ticket.state;
	const only = (on: boolean, what: May): May => (on ? what : { show: false });
	const unless = (what: May, why: Why | undefined): May =>
		what.show && !what.why && why ? { show: true, why } : what;
	const holds = may(org, ticket, 'ticket.hold');
	const snoozes = may(org, ticket, 'ticket.snooze');
	const free = closed ? { text: t('why.closed') } : had ? undefined : { text: t('why.unassigned') };
	const dead = closed ? { text: t('why.closed') } : undefined;
	return {
		reply: may(org, ticket, 'ticket.reply'),
		note: may(org, ticket, 'note.write'),
		take: only(!closed && !had, may(org, ticket, 'ticket.take')),
		assign: unless(may(org, ticket, 'ticket.transfer'), dead),
		hold: only(state !== 'hold' && !closed, unless(holds, free)),
		release: only(state === 'hold', holds),
		snooze: only(!closed, unless(snoozes, free)),
		wake: only(state === 'snoozed', snoozes),
		aside: only(!closed, unless(allowed(ticket, 'ticket.hold') ? holds : snoozes, free)),
		label: may(org, ticket, 'ticket.edit'),
		close: only(!closed, may(org, ticket, 'ticket.close')),
		reopen: only(closed && !ticket.merged_into, may(org, ticket, 'ticket.close')),
		merge: only(!ticket.merged_into, may(org, ticket, 'ticket.merge'))
	};
}
