/**
 * What a person has begun to write in a ticket, in one of its two composers. It survives going elsewhere and coming back, and
 * its text is kept on the server, so that it is there on the phone too.
 */
import { api, take } from '$lib/api/client';
import { session } from '$lib/me/session.svelte';
import { apart } from '$lib/store/apart.svelte';
import type { MessageFile, Writing } from '../model';
import type { Letter } from './outbox.svelte';
import { Upload } from './upload.svelte';

export type Keep = (body: string) => Promise<unknown>;

const REST = 800;

export class Draft {
	#text = $state('');
	uploads = $state.raw<readonly Upload[]>([]);
	mentions = $state.raw<readonly { id: string; name: string }[]>([]);
	quote = $state.raw<Letter['quote']>();
	saved = $state<'none' | 'saving' | 'saved' | 'failed'>('none');
	#keep: Keep;
	/** What the server has, as far as we know. */
	#there = '';
	#timer: ReturnType<typeof setTimeout> | undefined;
	#keeping: Promise<void> | undefined;

	constructor(keep: Keep) {
		this.#keep = keep;
	}

	get text(): string {
		return this.#text;
	}

	set text(text: string) {
		this.#text = text;
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => void this.flush(), REST);
	}

	get files(): MessageFile[] {
		return this.uploads.flatMap((u) => (u.file ? [u.file] : []));
	}

	get uploading(): boolean {
		return this.uploads.some((u) => u.state === 'uploading');
	}

	/** There is something to say. */
	get says(): boolean {
		return this.#text.trim() !== '' || this.files.length > 0;
	}

	/** What the server kept, unless something newer stands here. */
	restore(there: string | null | undefined): void {
		if (this.#text !== this.#there || this.#keeping) return;
		this.#text = this.#there = there ?? '';
	}

	attach(...uploads: Upload[]): void {
		this.uploads = [...this.uploads, ...uploads];
	}

	detach(upload: Upload): void {
		upload.cancel();
		this.uploads = this.uploads.filter((u) => u !== upload);
	}

	mention(one: { id: string; name: string }): void {
		if (!this.mentions.some((m) => m.id === one.id)) this.mentions = [...this.mentions, one];
	}

	/** Those whose names still stand in the text. */
	get mentioned(): { id: string; name: string }[] {
		return this.mentions.filter((m) => this.#text.includes(`@${m.name}`));
	}

	/** Hands over what was written, and when it may leave: what is being kept would else be kept after it was sent. */
	give(): { letter: Omit<Letter, 'org' | 'ticket' | 'kind'>; settled: Promise<void> } {
		const { files, mentioned: mentions, quote } = this;
		const body = this.#text.trim();
		clearTimeout(this.#timer);
		this.#text = this.#there = '';
		[this.uploads, this.mentions, this.quote, this.saved] = [[], [], undefined, 'none'];
		return {
			letter: { body, files, mentions, quote },
			settled: this.#keeping ?? Promise.resolve()
		};
	}

	/** Back from where it was sent to, before what has been begun meanwhile. */
	take(letter: Pick<Letter, 'body' | 'files' | 'mentions' | 'quote' | 'org'>): void {
		this.text = [letter.body, this.#text].filter(Boolean).join('\n');
		this.uploads = [...letter.files.map((f) => Upload.of(letter.org, f)), ...this.uploads];
		for (const one of letter.mentions) this.mention(one);
		this.quote ??= letter.quote;
	}

	/** Keeps it now. */
	flush(): Promise<void> {
		clearTimeout(this.#timer);
		if (this.#text === this.#there) return this.#keeping ?? Promise.resolve();
		this.#keeping ??= this.#save().finally(() => (this.#keeping = undefined));
		return this.#keeping;
	}

	async #save(): Promise<void> {
		while (this.#text !== this.#there) {
			const body = this.#text;
			this.saved = 'saving';
			this.#there = body;
			try {
				await this.#keep(body);
				this.saved = body ? 'saved' : 'none';
			} catch {
				// It still stands here; the next letter tries again.
				if (this.#there === body) this.#there = '\u0000';
				this.saved = 'failed';
				return;
			}
		}
	}
}

const kept = new Map<string, Draft>();

export function draftOf(org: string, ticket: string, kind: Writing): Draft {
	const key = `${ticket} ${kind}`;
	let here = kept.get(key);
	if (!here) {
		const keep: Keep = (body) =>
			take(
				api.PUT('/api/v1/organisations/{org}/tickets/{ticket}/draft', {
					params: { path: { org, ticket } },
					body: { kind, body }
				})
			);
		here = apart(() => new Draft(keep));
		kept.set(key, here);
	}
	return here;
}

session.onForget(() => kept.clear());
