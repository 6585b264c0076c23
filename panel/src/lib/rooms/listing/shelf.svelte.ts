/** All things of a kind that an organisation has few of, read at once, and again when somebody changes one. */
import { onMount } from 'svelte';
import { live } from '$lib/live';

export class Shelf<T> {
	items = $state.raw<readonly T[]>([]);
	state = $state<'new' | 'ready' | 'failed'>('new');
	error = $state.raw<unknown>();
	#run = 0;

	constructor(private readonly read: () => Promise<readonly T[]>) {}

	/** What is shown stays until the answer is here; a later request overtakes this one. */
	async load(): Promise<void> {
		const run = (this.#run += 1);
		try {
			const items = await this.read();
			if (run !== this.#run) return;
			this.items = items;
			this.error = undefined;
			this.state = 'ready';
		} catch (error) {
			if (run !== this.#run) return;
			this.error = error;
			// What was read before is still true enough to look at.
			if (this.state === 'new') this.state = 'failed';
		}
	}
}

/** Calls when something happened to one of these nouns (`label`, `channel`), or when everything is to be read anew. */
export function onChange(org: string, nouns: readonly string[], changed: () => void): () => void {
	const off = [
		live.on('happened', '*', (event) => {
			const noun = event.kind?.split('.')[0];
			if (event.org === org && noun && nouns.includes(noun)) changed();
		}),
		live.on('reset', '*', (which) => {
			if (which === org) changed();
		})
	];
	return () => off.forEach((stop) => stop());
}

/** A shelf for as long as its component is there. */
export function useShelf<T>(
	org: string,
	nouns: readonly string[],
	read: () => Promise<readonly T[]>
): Shelf<T> {
	const shelf = new Shelf(read);
	onMount(() => {
		void shelf.load();
		return onChange(org, nouns, () => void shelf.load());
	});
	return shelf;
}
