/**
 * What a person has begun to write in a ticket, in one of its two composers. It survives going elsewhere and coming back; its text
 * is kept on the server, so that it is there on the phone too, and all of it on this machine, so that it outlives a reload
 * without a line.
 */
import { Problem } from '$lib/api/problem';
import type { MessageFile } from '../model';
import type { Letter } from './outbox.svelte';
import { Upload, type Unsent } from './upload.svelte';

/** As this machine keeps it. */
export interface Sheet {
	text: string;
	/** What the server had, as far as was known. */
	there: string;
	files: MessageFile[];
	unsent: Unsent[];
	mentions: { id: string; name: string }[];
	quote?: Letter['quote'];
}

interface World {
	org: string;
	/** On the server. */
	keep: (body: string) => Promise<unknown>;
	/** Here; nothing when there is nothing to keep. */
	store: (sheet: Sheet | undefined) => void;
}

const REST = 800;
const SOON = 250;

export class Draft {
	#text = $state('');
	uploads = $state.raw<readonly Upload[]>([]);
	mentions = $state.raw<readonly { id: string; name: string }[]>([]);
	#quote = $state.raw<Letter['quote']>();
	/** `here`: on this machine only, until there is a line. */
	saved = $state<'none' | 'saving' | 'saved' | 'here' | 'failed'>('none');
	#world: World;
	/** What the server has, as far as we know. */
	#there = '';
	/** What it had of a letter that has left since, and may still say: not a draft any more. */
	#gone: string | undefined;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#storing: ReturnType<typeof setTimeout> | undefined;
	#keeping: Promise<void> | undefined;

	constructor(world: World) {
		this.#world = world;
	}

	get text(): string {
		return this.#text;
	}

	set text(text: string) {
		this.#text = text;
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => void this.flush(), REST);
		this.#soon();
	}

	get quote(): Letter['quote'] {
		return this.#quote;
	}

	set quote(quote: Letter['quote']) {
		this.#quote = quote;
		this.#soon();
	}

	get files(): MessageFile[] {
		return this.uploads.flatMap((u) => (u.file ? [u.file] : []));
	}

	get #unsent(): Unsent[] {
		return this.uploads.flatMap((u) => u.unsent ?? []);
	}

	/** A file that the server did not take: it cannot go along. */
	get refused(): boolean {
		return this.uploads.some((u) => u.state === 'failed');
	}

	/** There is something to say. */
	get says(): boolean {
		return this.#text.trim() !== '' || this.uploads.length > 0;
	}

	/** What the server kept, unless something newer stands here. */
	restore(there: string | null | undefined): void {
		if (this.#text !== this.#there || this.#keeping || (there && there === this.#gone)) return;
		this.#text = this.#there = there ?? '';
	}

	/** What this machine kept. What was typed meanwhile stays. */
	adopt({ text, there, files, unsent, mentions, quote }: Sheet): void {
		const { org } = this.#world;
		if (this.#text === this.#there && text !== there) {
			this.#text = text;
			this.#there = there;
		}
		const known = new Set(this.uploads.map((u) => u.key));
		const back = unsent.filter((u) => !known.has(u.key)).map((u) => Upload.again(org, u));
		this.uploads = [...files.map((f) => Upload.of(org, f)), ...back, ...this.uploads];
		for (const upload of back) upload.start();
		for (const one of mentions) this.mention(one);
		this.#quote ??= quote;
		if (this.#text !== this.#there) void this.flush();
	}

	attach(...uploads: Upload[]): void {
		this.uploads = [...this.uploads, ...uploads];
		this.#soon();
	}

	detach(upload: Upload): void {
		upload.cancel();
		this.uploads = this.uploads.filter((u) => u !== upload);
		this.#soon();
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
		const unsent = this.#unsent;
		const body = this.#text.trim();
		clearTimeout(this.#timer);
		for (const upload of this.uploads) upload.leave();
		this.#gone = this.#there;
		this.#text = this.#there = '';
		[this.uploads, this.mentions, this.#quote, this.saved] = [[], [], undefined, 'none'];
		this.#store();
		return {
			letter: { body, files, unsent, mentions, quote },
			settled: this.#keeping ?? Promise.resolve()
		};
	}

	/** Back from where it was sent to, before what has been begun meanwhile. */
	take(letter: Pick<Letter, 'body' | 'files' | 'unsent' | 'mentions' | 'quote' | 'org'>): void {
		const { body, files, unsent, org } = letter;
		this.text = [body, this.#text].filter(Boolean).join('\n');
		const back = unsent.map((u) => Upload.again(org, u));
		this.uploads = [...files.map((f) => Upload.of(org, f)), ...back, ...this.uploads];
		for (const upload of back) upload.start();
		for (const one of letter.mentions) this.mention(one);
		this.#quote ??= letter.quote;
	}

	/** The line is back: what waited for it goes on. */
	resume(): void {
		for (const upload of this.uploads) upload.resume();
		if (this.saved === 'here') void this.flush();
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
			const before = this.#there;
			this.saved = 'saving';
			this.#there = body;
			try {
				await this.#world.keep(body);
				this.#gone = undefined;
				this.saved = body ? 'saved' : 'none';
			} catch (error) {
				// It still stands here; the next letter, or the line, tries again.
				if (this.#there === body) this.#there = before;
				this.saved = error instanceof Problem && error.passing ? 'here' : 'failed';
				this.#store();
				return;
			}
		}
		this.#store();
	}

	#soon(): void {
		clearTimeout(this.#storing);
		this.#storing = setTimeout(() => this.#store(), SOON);
	}

	#store(): void {
		clearTimeout(this.#storing);
		const { mentions, files } = this;
		const sheet: Sheet = {
			text: this.#text,
			there: this.#there,
			files,
			unsent: this.#unsent,
			mentions: [...mentions],
			quote: this.#quote
		};
		const more = files.length > 0 || sheet.unsent.length > 0 || this.#quote !== undefined;
		this.#world.store(sheet.text !== sheet.there || more ? sheet : undefined);
	}
}
