/** What belongs to one ticket for as long as it is in front; head and composer stay where they are and get the next one's. */
import { allowed } from '../acts/may.svelte';
import type { Ticket, Writing } from '../model';
import { timelineOf, type Timeline } from '../timeline.svelte';
import { Attention } from './attention.svelte';

export class Opening {
	readonly timeline: Timeline;
	readonly attention: Attention;
	/** Which of the two is being written. */
	kind = $state<Writing>('out');
	/** The newest is in sight. */
	atEnd = $state(true);
	/** What was read when it was opened: below it is the new. */
	readSeq = $state<number>();
	/** The team it is about to go to. */
	team = $state<{ id: string; name: string }>();
	/** Something was opened over it. */
	over = $state(false);

	constructor(org: string, ticket: Ticket) {
		this.timeline = timelineOf(org, ticket.id);
		this.attention = new Attention(org, ticket.id);
		this.readSeq = ticket.read_seq;
		if (!allowed(ticket, 'ticket.reply') && allowed(ticket, 'note.write')) this.kind = 'note';
	}
}
