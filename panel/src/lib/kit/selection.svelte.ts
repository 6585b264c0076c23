import { SvelteSet } from 'svelte/reactivity';

/** What is ticked in a list, with ranges by Shift; it outlives the rows' coming and going. */
export class Selection {
	readonly ids = new SvelteSet<string>();
	#last: string | undefined;

	get size(): number {
		return this.ids.size;
	}

	has(id: string): boolean {
		return this.ids.has(id);
	}

	/** Ticks or unticks one; with `range`, all from the last one touched to this one, in the order of the list. */
	toggle(id: string, order: readonly string[] = [], range = false): void {
		const on = !this.ids.has(id);
		const from = this.#last === undefined ? -1 : order.indexOf(this.#last);
		const to = order.indexOf(id);
		const touched =
			range && from >= 0 && to >= 0
				? order.slice(Math.min(from, to), Math.max(from, to) + 1)
				: [id];
		for (const one of touched) {
			if (on) this.ids.add(one);
			else this.ids.delete(one);
		}
		this.#last = id;
	}

	all(order: readonly string[]): void {
		for (const id of order) this.ids.add(id);
	}

	clear(): void {
		this.ids.clear();
		this.#last = undefined;
	}

	/** How much of a list is ticked. */
	state(order: readonly string[]): 'none' | 'some' | 'all' {
		const on = order.filter((id) => this.ids.has(id)).length;
		return on === 0 ? 'none' : on === order.length ? 'all' : 'some';
	}

	/** Leaves out what is gone, so that no act reaches what nobody sees. */
	keep(order: readonly string[]): void {
		const there = new Set(order);
		for (const id of [...this.ids]) if (!there.has(id)) this.ids.delete(id);
	}
}
