/**
 * A list that the server hands out page by page, by key: no page numbers, so what comes in above moves nothing. It holds
 * ids; the things are in their Entities. Live changes are put where they belong in what has been loaded.
 */
import type { Entities, Thing } from './entities.svelte';

export interface Page<T> {
	items: T[];
	next?: string | null;
}

interface Options<T> {
	/** `limit` is said when what is loaded is read anew. */
	load: (cursor: string | undefined, limit?: number) => Promise<Page<T>>;
	/** The list's order: negative when the first comes first. With it, changed things find their place. */
	order?: (a: T, b: T) => number;
	/** Whether a thing is in the list at all, as far as the panel can tell. */
	belongs?: (thing: T) => boolean;
}

export class Pages<T extends Thing> {
	ids = $state.raw<readonly string[]>([]);
	state = $state<'new' | 'loading' | 'ready' | 'failed'>('new');
	error = $state.raw<unknown>();
	#next = $state.raw<string | null | undefined>();
	#before: readonly string[] = [];
	#run = 0;

	constructor(
		readonly entities: Entities<T>,
		private readonly options: Options<T>
	) {}

	/** Made once for all who read it: a list may be long. */
	readonly items: T[] = $derived(
		this.ids.map((id) => this.entities.get(id)).filter((thing) => thing !== undefined)
	);

	/** All of it is here. */
	get whole(): boolean {
		return this.state !== 'new' && !this.#next;
	}

	/** Reads from the top anew. What is shown stays until the answer is here. */
	async reload(): Promise<void> {
		await this.#read(undefined, (page) => page.items.map((thing) => thing.id));
	}

	/** The next page, if there is one and none is on its way. */
	async more(): Promise<void> {
		if (this.state === 'new') return this.reload();
		if (this.state === 'loading' || !this.#next) return;
		await this.#read(this.#next, (page) => {
			const known = new Set(this.ids);
			return [...this.ids, ...page.items.map((thing) => thing.id).filter((id) => !known.has(id))];
		});
	}

	/**
	 * Reads anew what has been loaded, in as few requests as that takes: what left goes, what came finds its place, and nobody's
	 * place in the list is lost. Behind the first few hundred it stays as it was; it is read again when one comes there.
	 */
	async refresh(most = 400, page = 200): Promise<void> {
		if (this.state === 'new' || this.state === 'loading') return this.reload();
		const run = (this.#run += 1);
		const before = this.ids;
		const wanted = Math.min(Math.max(before.length, 1), most);
		const fresh: string[] = [];
		let cursor: string | null | undefined;
		try {
			do {
				const limit = Math.min(page, Math.max(wanted - fresh.length, 25));
				const answer = await this.options.load(cursor ?? undefined, limit);
				if (run !== this.#run) return;
				this.entities.put(...answer.items);
				fresh.push(...answer.items.map((thing) => thing.id));
				cursor = answer.next;
			} while (cursor && fresh.length < wanted);
		} catch (error) {
			// What is shown goes on being shown; the next event or the person asks again.
			if (run === this.#run) this.error = error;
			return;
		}
		const seen = new Set(fresh);
		// From the last one that was here before: what came in above pushed others beyond what was read anew.
		const known = new Set(before);
		const last = fresh.findLast((id) => known.has(id));
		const from = last === undefined ? wanted : before.indexOf(last) + 1;
		const behind = cursor ? before.slice(from).filter((id) => !seen.has(id)) : [];
		this.#put([...fresh, ...behind]);
		if (behind.length === 0) this.#next = cursor;
		this.error = undefined;
		this.state = 'ready';
	}

	/** A thing changed, came or may have gone: puts it where it belongs. */
	place(id: string): void {
		if (this.state === 'new') return;
		const thing = this.entities.get(id);
		const others = this.ids.filter((other) => other !== id);
		const { belongs, order } = this.options;
		if (!thing || (belongs && !belongs(thing))) {
			if (others.length !== this.ids.length) this.#put(others);
			return;
		}
		if (!order) {
			if (others.length === this.ids.length && this.whole) this.#put([...this.ids, id]);
			return;
		}
		const at = others.findIndex((other) => {
			const there = this.entities.get(other);
			return there !== undefined && order(thing, there) < 0;
		});
		// Behind the last one that is loaded it comes with its own page.
		if (at < 0 && !this.whole) this.#put(others);
		else this.#put(at < 0 ? [...others, id] : [...others.slice(0, at), id, ...others.slice(at)]);
	}

	remove(id: string): void {
		this.#put(this.ids.filter((other) => other !== id));
	}

	/**
	 * Whom to go to when this one leaves the list: the next, else the one before. The line may have taken it out already: then
	 * what stands where it stood.
	 */
	neighbour(id: string): string | undefined {
		const at = this.ids.indexOf(id);
		if (at >= 0) return this.ids[at + 1] ?? this.ids[at - 1];
		const stood = this.#before.indexOf(id);
		const there = new Set(this.ids);
		const after = this.#before.slice(stood + 1).find((other) => there.has(other));
		const before = this.#before.slice(0, Math.max(stood, 0)).findLast((other) => there.has(other));
		return stood < 0 ? this.ids[0] : (after ?? before);
	}

	/** Every change of the order goes through here, so that where one stood is known when it is gone. */
	#put(ids: readonly string[]): void {
		const kept = new Set(ids);
		if (this.ids.some((id) => !kept.has(id))) this.#before = this.ids;
		this.ids = ids;
	}

	async #read(
		cursor: string | undefined,
		merge: (page: Page<T>) => readonly string[]
	): Promise<void> {
		const run = (this.#run += 1);
		this.state = 'loading';
		try {
			const page = await this.options.load(cursor);
			// A later request has overtaken this one.
			if (run !== this.#run) return;
			this.entities.put(...page.items);
			this.#put(merge(page));
			this.#next = page.next;
			this.error = undefined;
			this.state = 'ready';
		} catch (error) {
			if (run !== this.#run) return;
			this.error = error;
			this.state = 'failed';
		}
	}
}
