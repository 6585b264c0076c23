/**
 * Things of one kind, each kept once however many lists show it. What the person just did is laid over what the server last
 * said, and taken off again when the server refuses: so a refusal undoes that act and nothing else.
 */
import { SvelteMap } from 'svelte/reactivity';

export interface Thing {
	id: string;
}

type Change<T> = (thing: T) => T;

interface Options<T> {
	/** Something that grows with every change of a thing; an answer that is older than what we have is not taken. */
	version?: (thing: T) => number | string;
	/** Reads one anew; undefined when it is gone or not ours to see. */
	load?: (id: string) => Promise<T | undefined>;
}

export class Entities<T extends Thing> {
	/** What is shown: the server's word with what is laid over it. */
	#shown = new SvelteMap<string, T>();
	#said = new Map<string, T>();
	#over = new Map<string, Change<T>[]>();
	#loading = new Map<string, { again: boolean; done: Promise<T | undefined> }>();
	#options: Options<T>;

	constructor(options: Options<T> = {}) {
		this.#options = options;
	}

	get(id: string): T | undefined {
		return this.#shown.get(id);
	}

	get all(): T[] {
		return [...this.#shown.values()];
	}

	put(...things: T[]): void {
		const { version } = this.#options;
		for (const thing of things) {
			const before = this.#said.get(thing.id);
			if (before && version && version(thing) < version(before)) continue;
			this.#said.set(thing.id, thing);
			this.#show(thing.id);
		}
	}

	drop(...ids: string[]): void {
		for (const id of ids) {
			this.#said.delete(id);
			this.#over.delete(id);
			this.#shown.delete(id);
		}
	}

	clear(): void {
		this.drop(...this.#said.keys());
	}

	/**
	 * Shows a change at once and asks for it. If the server agrees, its answer stands; if not, the change is taken off again
	 * and the refusal is thrown.
	 */
	async attempt(id: string, change: Change<T>, ask: () => Promise<T | undefined>): Promise<void> {
		this.#over.set(id, [...(this.#over.get(id) ?? []), change]);
		this.#show(id);
		try {
			const answer = await ask();
			// Before the layer goes, so that the old state is never seen in between.
			if (answer) this.#said.set(id, answer);
			else {
				const said = this.#said.get(id);
				if (said) this.#said.set(id, change(said));
			}
		} finally {
			this.#over.set(
				id,
				(this.#over.get(id) ?? []).filter((c) => c !== change)
			);
			this.#show(id);
		}
	}

	/** What we have, or what the server has. */
	async want(id: string): Promise<T | undefined> {
		return this.get(id) ?? this.refresh(id);
	}

	/**
	 * Reads one anew. Many calls at a time are one request; one that comes while it is on its way is followed by another, for
	 * the answer may be older than the reason to ask.
	 */
	refresh(id: string): Promise<T | undefined> {
		const running = this.#loading.get(id);
		if (running) {
			running.again = true;
			return running.done;
		}
		const again = { again: false };
		const done = this.#load(id, again).finally(() => this.#loading.delete(id));
		this.#loading.set(id, Object.assign(again, { done }));
		return done;
	}

	async #load(id: string, entry: { again: boolean }): Promise<T | undefined> {
		const { load } = this.#options;
		if (!load) throw new Error('these things cannot be loaded one by one');
		let thing: T | undefined;
		do {
			entry.again = false;
			thing = await load(id);
		} while (entry.again);
		if (thing) this.put(thing);
		else this.drop(id);
		return thing;
	}

	#show(id: string): void {
		const said = this.#said.get(id);
		if (said === undefined) return;
		this.#shown.set(
			id,
			(this.#over.get(id) ?? []).reduce((thing, change) => change(thing), said)
		);
	}
}
