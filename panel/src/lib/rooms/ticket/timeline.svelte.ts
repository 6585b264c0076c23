/**
 * What was said and done in a ticket: from the cache at once, the newest stretch first, older ones as they are scrolled to, and
 * what the live line tells of. A conversation that was read stays for the way back to it.
 */
import { untrack } from 'svelte';
import { api, take } from '$lib/api/client';
import { answers, timelinePlace } from '$lib/kept';
import { live, type Happened } from '$lib/live';
import { session } from '$lib/me/session.svelte';
import { apart } from '$lib/store/apart.svelte';
import { afterPaint } from '$lib/store/painted';
import { soon } from '$lib/store/soon';
import { ticketOf } from './details.svelte';
import { mayBecome, merged, seqOf } from './merge';
import type { Message, TimelineItem } from './model';

interface Stretch {
	items: TimelineItem[];
	more_before: boolean;
	more_after: boolean;
}

interface Ask {
	before?: number;
	after?: number;
	limit?: number;
}

export type Read = (ask: Ask) => Promise<Stretch>;

const PAGE = 50;

export class Timeline {
	items = $state.raw<readonly TimelineItem[]>([]);
	state = $state<'new' | 'loading' | 'ready' | 'failed'>('new');
	error = $state.raw<unknown>();
	/** There is more above. */
	before = $state(false);
	older = $state<'rest' | 'loading' | 'failed'>('rest');
	#read: Read;
	#catching: Promise<void> | undefined;
	#again = false;
	#watchers = 0;
	/** What was taken back: an answer that was on its way does not bring it back. */
	#gone = new Set<string>();

	constructor(read: Read) {
		this.#read = read;
	}

	get last(): number {
		const item = this.items.at(-1);
		return item ? seqOf(item) : 0;
	}

	message(id: string): Message | undefined {
		for (const item of this.items)
			if (item.type === 'message' && item.message.id === id) return item.message;
		return undefined;
	}

	/** What has come since, or all of the end when nothing is here yet. */
	open(): Promise<void> {
		return this.items.length ? this.catchUp() : this.reload();
	}

	/** The end anew. What is shown stays until the answer is here. */
	async reload(): Promise<void> {
		if (this.state !== 'ready') this.state = 'loading';
		try {
			const { items, more_before } = await this.#read({ limit: PAGE });
			this.items = this.#without(items);
			this.before = more_before;
			this.state = 'ready';
		} catch (error) {
			this.error = error;
			if (!this.items.length) this.state = 'failed';
		}
	}

	/** What is newer than what is here. Many calls at a time are one after another, and none is lost. */
	catchUp(): Promise<void> {
		this.#again = true;
		this.#catching ??= this.#catch().finally(() => (this.#catching = undefined));
		return this.#catching;
	}

	async more(): Promise<void> {
		const first = this.items[0];
		if (!this.before || this.older === 'loading' || !first) return;
		this.older = 'loading';
		try {
			const { items, more_before } = await this.#read({ before: seqOf(first), limit: PAGE });
			this.put(...items);
			this.before = more_before;
			this.older = 'rest';
		} catch {
			this.older = 'failed';
		}
	}

	put(...items: TimelineItem[]): void {
		if (!items.length) return;
		this.items = merged(this.items, this.#without(items));
	}

	said(message: Message): void {
		this.put({ type: 'message', message });
	}

	remove(id: string): void {
		this.#gone.add(id);
		this.items = this.#without(this.items);
	}

	/** How far a message has come. Only a retry, which is told in order like the rest, takes a failed one back to the queue. */
	deliver(id: string, delivery: Message['delivery']): void {
		this.#change(id, (m) => {
			const again = m.delivery === 'failed' && delivery === 'queued';
			return again || mayBecome(m.delivery, delivery)
				? { ...m, delivery, failure: delivery === 'failed' ? m.failure : null }
				: m;
		});
	}

	hear({ type, kind = '', subject, body = {} }: Happened): void {
		const message = subject?.kind === 'message' ? subject.id : undefined;
		if (type === 'gone') {
			if (message) this.remove(message);
		} else if (message && kind === 'message.changed') {
			this.#changed(message, body);
		} else if (type === 'appeared' || body.what === 'merged') {
			this.stale();
		} else if (this.#watchers > 0) {
			// What is not in front catches up when it is opened.
			void this.catchUp();
		}
	}

	/** In front, until the returned function is called. */
	watch(): () => void {
		this.#watchers += 1;
		// Whoever watches in an effect does not begin anew with each item that this brings.
		untrack(() => {
			// What is kept is painted before it is asked for what has come since.
			if (this.items.length) afterPaint(() => void this.open());
			else void this.open();
		});
		return () => (this.#watchers -= 1);
	}

	/** All of it may be different: anew if somebody looks, else when somebody does. */
	stale(): void {
		if (this.#watchers > 0) return void this.reload();
		this.items = [];
		this.state = 'new';
	}

	#changed(id: string, body: Record<string, unknown>): void {
		if (body.undone) return this.remove(id);
		const held = this.message(id);
		// What its address leads to has come, or its file, or the customer's sign.
		if (held && (body.link || body.files || body.reaction)) return void this.#refetch(held.seq);
		if (!held || typeof body.delivery !== 'string') return;
		this.deliver(id, body.delivery as Message['delivery']);
		// The event carries no words: why it failed is read.
		if (body.delivery === 'failed') void this.#refetch(held.seq);
	}

	async #refetch(seq: number): Promise<void> {
		const { items } = await this.#read({ after: seq - 1, limit: 1 }).catch(() => ({ items: [] }));
		this.put(...items);
	}

	async #catch(): Promise<void> {
		while (this.#again) {
			this.#again = false;
			if (!this.items.length) {
				await this.reload();
				continue;
			}
			try {
				const { items, more_after } = await this.#read({ after: this.last, limit: PAGE });
				// Far behind: the end itself, and from there back by scrolling.
				if (more_after) await this.reload();
				else this.put(...items);
				this.state = 'ready';
			} catch (error) {
				this.error = error;
			}
		}
	}

	#change(id: string, change: (message: Message) => Message): void {
		this.items = this.items.map((item) =>
			item.type === 'message' && item.message.id === id
				? { type: 'message', message: change(item.message) }
				: item
		);
	}

	#without(items: readonly TimelineItem[]): TimelineItem[] {
		return items.filter((i) => i.type !== 'message' || !this.#gone.has(i.message.id));
	}
}

/** So many conversations are kept to go back to. */
const KEPT = 40;
const kept = new Map<string, { org: string; timeline: Timeline }>();

/** The conversation of a ticket, the one last asked for kept longest. */
export function timelineOf(org: string, ticket: string): Timeline {
	const read: Read = (query) =>
		take(
			api.GET('/api/v1/organisations/{org}/tickets/{ticket}/timeline', {
				params: { path: { org, ticket }, query }
			})
		);
	const found = kept.get(ticket) ?? { org, timeline: apart(() => made(org, ticket, read)) };
	kept.delete(ticket);
	kept.set(ticket, found);
	const oldest = kept.keys().next().value;
	if (kept.size > KEPT && oldest) kept.delete(oldest);
	return found.timeline;
}

/** Its end is what was last seen of it: what came by the line, too. */
function made(org: string, ticket: string, read: Read): Timeline {
	const timeline = new Timeline(read);
	const keep = soon(() => {
		if (kept.get(ticket)?.timeline !== timeline || !timeline.items.length) return;
		const items = timeline.items.slice(-PAGE);
		const more_before = timeline.before || items.length < timeline.items.length;
		answers.put(timelinePlace(org, ticket), { items, more_before, more_after: false });
	}, 1000);
	$effect(() => {
		// What is shown from before is kept as it was, with its time.
		if (timeline.items.length && answers.seen(ticket) === undefined) keep();
	});
	return timeline;
}

function hear(event: Happened): void {
	const ticket = ticketOf(event);
	const held = ticket ? kept.get(ticket)?.timeline : undefined;
	if (held) return held.hear(event);
	// Of a note that is gone only its own id is told.
	if (event.type === 'gone' && event.subject)
		for (const { timeline } of kept.values()) timeline.remove(event.subject.id);
}

function stale(org: string): void {
	for (const one of kept.values()) if (one.org === org) one.timeline.stale();
}

live.on('happened', 'ticket', hear);
live.on('happened', 'message', hear);
live.on('reset', '*', stale);
live.on('access', '*', stale);
live.on('left', '*', stale);
session.onForget(() => kept.clear());
