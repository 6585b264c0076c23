import { isPassing, Problem } from './api';
import type { Blobs } from './blobs';
import { backoff, randomKey } from './random';
import type { Store } from './store';
import type { FileView, Message, Values } from './types';

export interface Attachment {
	id: string;
	name: string;
	size: number;
	media_type: string;
	/** Once the server has it. */
	file?: FileView;
	/** From 0 to 1 while it goes up. */
	share?: number;
}

export interface Item {
	/** The Idempotency-Key: the same for every attempt. */
	key: string;
	body: string;
	files: Attachment[];
	details?: Values;
	at: number;
	/** Where the conversation stood at the first attempt; null before it. */
	since: number | null;
	/** `keeping`: its files are not yet where a page that is loaded again finds them. */
	state: 'keeping' | 'waiting' | 'sending' | 'failed';
	error?: Problem;
}

export interface Draft {
	body: string;
	files: File[];
	details?: Values;
}

const PREFIX = 'out:';
/** A conflict is an earlier attempt still under way; it ends soon, or it is something else. */
const CONFLICTS = 5;

interface Wiring {
	store: Store;
	blobs: Blobs;
	/** Posts an item, its files first. */
	post(item: Item): Promise<Message>;
	/** Where the conversation stands. */
	seq(): number;
	sent(message: Message, item: Item): void;
	changed(): void;
	/** An attempt failed for a passing reason. */
	stuck(error: unknown): void;
}

/**
 * What was written and is not acknowledged. One entry of storage for each, so that two pages of one browser do not
 * overwrite each other; sent one by one in the order of writing, each with one key for good.
 */
export class Outbox {
	items: Item[] = [];
	#busy = false;
	#attempt = 0;
	#conflicts = 0;
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(private to: Wiring) {
		for (const name of to.store.names(PREFIX)) {
			try {
				this.items.push({ ...(JSON.parse(to.store.get(name) ?? '') as Item), state: 'waiting' });
			} catch {
				to.store.remove(name);
			}
		}
		this.items.sort((a, b) => a.at - b.at);
	}

	/** Where the conversation stood when the first of those was posted whose fate is unknown. */
	get since(): number | null {
		const open = this.items.filter((item) => item.state !== 'failed' && item.since !== null);
		return open.length ? Math.min(...open.map((item) => item.since ?? 0)) : null;
	}

	async add(draft: Draft): Promise<void> {
		const files = draft.files.map((file) => ({ id: randomKey(), file }));
		const item: Item = {
			key: randomKey(),
			body: draft.body,
			files: files.map(({ id, file: { name, size, type } }) => {
				return { id, name, size, media_type: type };
			}),
			at: Math.max(Date.now(), (this.items.at(-1)?.at ?? 0) + 1),
			since: null,
			state: files.length ? 'keeping' : 'waiting',
			...(draft.details && { details: draft.details })
		};
		this.items.push(item);
		this.#save(item);
		this.to.changed();
		await Promise.all(files.map(({ id, file }) => this.to.blobs.put(id, file)));
		if (item.state === 'keeping') {
			item.state = 'waiting';
			this.to.changed();
		}
		await this.flush();
	}

	/** Sends what waits. Safe to call at any time; it runs once at a time. */
	async flush(): Promise<void> {
		if (this.#busy) return;
		this.#busy = true;
		clearTimeout(this.#timer);
		try {
			// In the order of writing: what comes after one that is still being kept waits for it.
			const next = () => this.items.find(({ state }) => state === 'waiting' || state === 'keeping');
			for (let item; (item = next()) && item.state === 'waiting';)
				if (!(await this.#try(item))) break;
		} finally {
			this.#busy = false;
		}
	}

	retry(key: string, details?: Values): void {
		const item = this.items.find((other) => other.key === key);
		if (!item) return;
		if (details) {
			// Another body is another act: under the old key the server would refuse it.
			this.to.store.remove(PREFIX + item.key);
			Object.assign(item, { key: randomKey(), details, since: null });
		}
		item.state = 'waiting';
		delete item.error;
		this.#save(item);
		this.to.changed();
		void this.flush();
	}

	discard(key: string): void {
		const item = this.items.find((other) => other.key === key);
		if (item) this.#settle(item);
		this.to.changed();
	}

	clear(): void {
		for (const item of [...this.items]) this.#settle(item);
		this.to.changed();
	}

	/** The server has forgotten the visitor, and with it the files that were sent ahead of their message. */
	forgetUploads(): void {
		for (const item of this.items) {
			if (item.since !== null) item.since = 0;
			for (const file of item.files) delete file.file;
			this.#save(item);
		}
	}

	uploading(attachment: Attachment, share: number): void {
		attachment.share = share;
		this.to.changed();
	}

	/** An uploaded file is remembered, so that a second attempt does not upload it again. */
	uploaded(item: Item, attachment: Attachment, file: FileView): void {
		attachment.file = file;
		delete attachment.share;
		this.#save(item);
		this.to.changed();
	}

	async #try(item: Item): Promise<boolean> {
		item.state = 'sending';
		item.since ??= this.to.seq();
		this.#save(item);
		this.to.changed();
		try {
			const message = await this.to.post(item);
			this.#attempt = this.#conflicts = 0;
			// Discarded while it was under way: perhaps by somebody else than who reads on.
			if (!this.items.includes(item)) return true;
			this.#settle(item);
			this.to.sent(message, item);
			return true;
		} catch (error) {
			if (!this.items.includes(item)) return true;
			return this.#failed(item, error);
		}
	}

	#failed(item: Item, error: unknown): boolean {
		const conflict = error instanceof Problem && error.status === 409;
		if (isPassing(error) || (conflict && ++this.#conflicts < CONFLICTS)) {
			item.state = 'waiting';
			const asked = error instanceof Problem ? error.retryAfter * 1000 : 0;
			this.#timer = setTimeout(() => void this.flush(), Math.max(asked, backoff(this.#attempt++)));
			this.to.changed();
			this.to.stuck(error);
			return false;
		}
		this.#conflicts = 0;
		item.state = 'failed';
		item.error = error as Problem;
		this.to.changed();
		return true;
	}

	#settle(item: Item): void {
		this.items = this.items.filter((other) => other !== item);
		this.to.store.remove(PREFIX + item.key);
		for (const file of item.files) void this.to.blobs.remove(file.id);
	}

	#save(item: Item): void {
		const { key, body, details, at, since } = item;
		const files = item.files.map(({ id, name, size, media_type, file }) => {
			return { id, name, size, media_type, file };
		});
		this.to.store.set(PREFIX + item.key, JSON.stringify({ key, body, files, details, at, since }));
	}
}
