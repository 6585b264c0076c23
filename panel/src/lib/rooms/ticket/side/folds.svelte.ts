/** Which parts of the side a person keeps folded, on this machine. */
import { session } from '$lib/me/session.svelte';

export type Part = 'contact' | 'ticket' | 'labels' | 'followers' | 'earlier' | 'history';

/** What is folded until somebody opens it. */
const closed: readonly Part[] = ['history'];

const key = () => `relevo.folds.${session.me?.account.id ?? ''}`;

function stored(): Partial<Record<Part, boolean>> {
	try {
		return JSON.parse(localStorage.getItem(key()) ?? '{}') as Partial<Record<Part, boolean>>;
	} catch {
		// What cannot be read was not kept.
		return {};
	}
}

export class Folds {
	#open = $state<Partial<Record<Part, boolean>>>(stored());

	open(part: Part): boolean {
		return this.#open[part] ?? !closed.includes(part);
	}

	set(part: Part, open: boolean): void {
		this.#open[part] = open;
		localStorage.setItem(key(), JSON.stringify(this.#open));
	}
}
