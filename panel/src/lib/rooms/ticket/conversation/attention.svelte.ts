/** Whether the person looks at a conversation, how far they have read, and what is said aloud of what comes in. */
import { api, take } from '$lib/api/client';
import { t } from '$lib/text/index.svelte';
import type { Message, TimelineItem } from '../model';
import { personName } from '../person';

export class Attention {
	/** The page is in front of somebody. */
	here = $state(document.visibilityState === 'visible');
	/** What a reader says when something comes in. */
	words = $state('');
	#told = 0;
	#read = 0;

	constructor(
		readonly org: string,
		readonly ticket: string
	) {}

	look(): void {
		this.here = document.visibilityState === 'visible';
	}

	/** Tells of what has come since the last time; of what was there at the opening nothing. */
	hear(items: readonly TimelineItem[], name: string, self: string | undefined): void {
		const last = items.at(-1);
		const seq = last?.type === 'message' ? last.message.seq : last?.activity.seq;
		if (seq === undefined) return;
		const fresh = items.flatMap((i) =>
			this.#told && i.type === 'message' && i.message.seq > this.#told ? [i.message] : []
		);
		this.#told = Math.max(this.#told, seq);
		const others = fresh.filter((m) => m.kind !== 'out' && (!self || m.author?.id !== self));
		if (others.length) this.words = others.map((m) => said(m, name)).join('. ');
	}

	/** Read as far as this. The server takes no step back. */
	async read(seq: number): Promise<void> {
		if (seq <= this.#read) return;
		const before = this.#read;
		this.#read = seq;
		try {
			await take(
				api.PUT('/api/v1/organisations/{org}/tickets/{ticket}/read', {
					params: { path: { org: this.org, ticket: this.ticket } },
					body: { seq }
				})
			);
		} catch {
			// The next message, or the next look, says it again.
			this.#read = before;
		}
	}
}

function said({ kind, author, body, files }: Message, name: string): string {
	const text = [body, files.length ? t('file.n', { n: files.length }) : '']
		.filter(Boolean)
		.join(' ');
	return kind === 'note'
		? t('conversation.arrived.note', { name: personName(author), text })
		: t('conversation.arrived', { name, text });
}
