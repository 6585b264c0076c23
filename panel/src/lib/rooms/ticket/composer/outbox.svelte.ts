/**
 * What was said and is not yet known to be on the server. It is shown at once, sent in order, and never lost: when the line is gone
 * it waits and goes out when the line is back, under the same key, so that it is said once; when it is refused it stays with
 * the reason until its author decides. It outlives a reload and a restart of the browser, with the files that it carries.
 */
import { untrack } from 'svelte';
import { api, freshKey, take } from '$lib/api/client';
import { explain } from '$lib/api/explain';
import { Problem } from '$lib/api/problem';
import type { components } from '$lib/api/schema';
import { LETTER, written } from '$lib/kept/written';
import { live } from '$lib/live';
import { session } from '$lib/me/session.svelte';
import type { Message, MessageFile, Writing } from '../model';
import { timelineOf } from '../timeline.svelte';
import { carry, type Unsent } from './upload.svelte';

export interface Letter {
	org: string;
	ticket: string;
	kind: Writing;
	body: string;
	files: MessageFile[];
	/** Files that have yet to reach the server, before the letter that names them. */
	unsent: Unsent[];
	/** Members who are told of a note. */
	mentions: { id: string; name: string }[];
	quote?: components['schemas']['QuotedMessage'];
}

export interface Outgoing extends Letter {
	/** Its idempotency key. */
	id: string;
	at: string;
	state: 'sending' | 'waiting' | 'failed';
	/** Why it was refused, in words. */
	why?: string;
}

interface World {
	upload: (org: string, file: Unsent) => Promise<MessageFile>;
	post: (one: Outgoing) => Promise<Message>;
	sent: (one: Outgoing, message: Message) => void;
	/** What outlives a reload, of this person only. */
	keep: (one: Outgoing) => void;
	forget: (id: string) => void;
	now: () => number;
}

const AGAIN = 5000;
/** For so long the server knows a key; what is older is not sent without being asked. */
const DAY = 24 * 3_600_000;

export class Outbox {
	list = $state.raw<readonly Outgoing[]>([]);
	/** What was left over from before is here. */
	ready = $state(false);
	#world: World;
	#running = new Set<string>();
	#then = new Map<string, () => void>();
	#after = new Map<string, Promise<unknown>>();
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(world: World) {
		this.#world = world;
	}

	of(ticket: string): Outgoing[] {
		return this.list.filter((one) => one.ticket === ticket);
	}

	/**
	 * Sends it after what waits before it, and not before `after`. `then` runs when it is on the server, however long that
	 * takes.
	 */
	send(letter: Letter, then?: () => void, after?: Promise<unknown>): void {
		const id = freshKey();
		const at = new Date(this.#world.now()).toISOString();
		if (then) this.#then.set(id, then);
		if (after) this.#after.set(id, after);
		this.#set([...this.list, { ...letter, id, at, state: 'sending' }]);
		void this.#run(letter.ticket);
	}

	retry(id: string): void {
		const one = this.list.find((o) => o.id === id);
		if (!one) return;
		this.#change(id, { state: 'sending', why: undefined });
		void this.#run(one.ticket);
	}

	/** Given up, or taken back to be written anew. */
	drop(id: string): Outgoing | undefined {
		const one = this.list.find((o) => o.id === id);
		if (one?.state === 'sending') return undefined;
		this.#then.delete(id);
		this.#set(this.list.filter((o) => o.id !== id));
		return one;
	}

	/** The line is back, or may be. */
	resume(): void {
		for (const one of this.list) if (one.state === 'waiting') this.retry(one.id);
	}

	restore(list: readonly Outgoing[]): void {
		const known = new Set(this.list.map((o) => o.id));
		const found = list.filter((o) => !known.has(o.id));
		const back = found.map((o) => ({ ...o, state: this.#stale(o) }));
		this.list = [...back, ...this.list].sort((a, b) => a.at.localeCompare(b.at));
		this.ready = true;
		this.resume();
	}

	clear(): void {
		clearTimeout(this.#timer);
		this.#then.clear();
		this.list = [];
		this.ready = false;
	}

	#stale(one: Outgoing): Outgoing['state'] {
		const old = this.#world.now() - Date.parse(one.at) > DAY;
		return old || one.state === 'failed' ? 'failed' : 'waiting';
	}

	async #run(ticket: string): Promise<void> {
		if (this.#running.has(ticket)) return;
		this.#running.add(ticket);
		try {
			for (let one = this.#next(ticket); one; one = this.#next(ticket))
				if (!(await this.#post(one))) return;
		} finally {
			this.#running.delete(ticket);
		}
	}

	/** In the order in which they were written; what waits holds back what comes after it, what failed does not. */
	#next(ticket: string): Outgoing | undefined {
		const first = this.of(ticket).find((one) => one.state !== 'failed');
		return first?.state === 'sending' ? first : undefined;
	}

	/** False when the line is gone, and with it the point in trying the next. */
	async #post(one: Outgoing): Promise<boolean> {
		try {
			await this.#after.get(one.id);
			this.#after.delete(one.id);
			const whole = await this.#carried(one);
			// The person is gone, and with them what they wrote.
			if (!whole) return false;
			const message = await this.#world.post(whole);
			const then = this.#then.get(one.id);
			this.#then.delete(one.id);
			this.#world.sent(one, message);
			this.#set(this.list.filter((o) => o.id !== one.id));
			then?.();
			return true;
		} catch (error) {
			if (error instanceof Problem && error.passing) {
				for (const later of this.of(one.ticket))
					if (later.state === 'sending') this.#change(later.id, { state: 'waiting' });
				this.#later();
				return false;
			}
			this.#change(one.id, { state: 'failed', why: explain(error) });
			return true;
		}
	}

	/** With all of its files on the server. What has arrived is not sent again. */
	async #carried({ id }: Outgoing): Promise<Outgoing | undefined> {
		for (;;) {
			const one = this.list.find((o) => o.id === id);
			const [next, ...unsent] = one?.unsent ?? [];
			if (!one || !next) return one;
			const file = await this.#world.upload(one.org, next);
			this.#change(id, { files: [...one.files, file], unsent });
		}
	}

	#later(): void {
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => this.resume(), AGAIN);
	}

	#change(id: string, change: Partial<Outgoing>): void {
		this.#set(this.list.map((o) => (o.id === id ? { ...o, ...change } : o)));
	}

	#set(list: readonly Outgoing[]): void {
		const before = new Set(this.list);
		const ids = new Set(list.map((o) => o.id));
		for (const { id } of this.list) if (!ids.has(id)) this.#world.forget(id);
		for (const one of list) if (!before.has(one)) this.#world.keep(one);
		this.list = list;
	}
}

async function post(one: Outgoing): Promise<Message> {
	const { org, ticket, kind, body, id, quote } = one;
	const params = { path: { org, ticket } };
	const headers = { 'idempotency-key': id };
	const files = one.files.map((f) => f.id);
	const reply_to = quote?.id ?? null;
	if (kind === 'out')
		return take(
			api.POST('/api/v1/organisations/{org}/tickets/{ticket}/messages', {
				params,
				headers,
				body: { body, files, reply_to }
			})
		);
	const mentions = one.mentions.map((m) => m.id);
	return take(
		api.POST('/api/v1/organisations/{org}/tickets/{ticket}/notes', {
			params,
			headers,
			body: { body, files, mentions, reply_to }
		})
	);
}

export const outbox = new Outbox({
	upload: (org, file) => carry(org, file).done,
	post,
	sent: (one, message) => timelineOf(one.org, one.ticket).said(message),
	keep: (one) => void written.put(session.me?.account.id, LETTER + one.id, one),
	forget: (id) => void written.drop(LETTER + id),
	now: () => Date.now()
});

let restored: string | undefined;

/** What was on its way when the page was closed, if it is this person's. Asked once. */
export async function restoreOutbox(): Promise<void> {
	const account = session.me?.account.id;
	if (!account || restored === account) return;
	restored = account;
	const found = await written.all<Outgoing>(account, LETTER);
	if (session.me?.account.id === account) outbox.restore(found);
}

$effect.root(() => {
	$effect(() => {
		// The line alone decides: what waits is not looked at again because it waits.
		if (live.state === 'open') untrack(() => outbox.resume());
	});
});
session.onForget(() => {
	outbox.clear();
	restored = undefined;
});
