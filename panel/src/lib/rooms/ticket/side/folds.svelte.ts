/** Which parts of the side a person keeps folded, on this machine. */
import { own } from '$lib/me/own';

export type Part = 'contact' | 'ticket' | 'labels' | 'followers' | 'time' | 'earlier' | 'history';

/** What is folded until somebody opens it. */
const closed: readonly Part[] = ['time', 'history'];

type Open = Partial<Record<Part, boolean>>;

const kept = own('folds', (open) => (open ?? {}) as Open);

export class Folds {
	#open = $state(kept.get());

	open(part: Part): boolean {
		return this.#open[part] ?? !closed.includes(part);
	}

	set(part: Part, open: boolean): void {
		this.#open[part] = open;
		kept.set(this.#open);
	}
}
