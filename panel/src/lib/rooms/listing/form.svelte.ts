/** A page that is a form over something that others may change too: what is typed stays, what is untouched follows. */
import { Problem } from '$lib/api/problem';
import { explain } from '$lib/api/explain';
import { untrack } from 'svelte';

export class PageForm<T, F extends object> {
	draft = $state() as F;
	busy = $state(false);
	/** By the names that the server gives the fields; `form` for what belongs to none. */
	errors = $state.raw<Record<string, string | undefined>>({});
	#from = $state('');

	constructor(
		thing: T,
		private readonly shape: (thing: T) => F
	) {
		this.draft = shape(thing);
		this.#from = JSON.stringify(this.draft);
	}

	get changed(): boolean {
		return JSON.stringify(this.draft) !== this.#from;
	}

	/** What the server says now. Something unsaved is not thrown away for it. */
	follow(thing: T): void {
		// Its caller follows the thing, not what is typed meanwhile.
		untrack(() => {
			if (!this.changed && JSON.stringify(this.shape(thing)) !== this.#from) this.reset(thing);
		});
	}

	reset(thing: T): void {
		const fresh = this.shape(thing);
		this.#from = JSON.stringify(fresh);
		this.draft = fresh;
		this.errors = {};
	}

	/**
	 * True when it was saved. `before` is what the form began with. `knows` says whether the page has a place for what is wrong with a field.
	 * With `sure` it is asked about first; a no leaves everything as it was typed.
	 */
	async submit(
		run: (draft: F, before: F) => Promise<T>,
		knows: (field: string) => boolean,
		sure?: (draft: F, before: F) => Promise<boolean>
	): Promise<boolean> {
		if (this.busy) return false;
		this.busy = true;
		this.errors = {};
		try {
			const [draft, before] = [$state.snapshot(this.draft) as F, JSON.parse(this.#from) as F];
			if (sure && !(await sure(draft, before))) return false;
			this.reset(await run(draft, before));
			return true;
		} catch (error) {
			const field = error instanceof Problem && error.field;
			this.errors = { [field && knows(field) ? field : 'form']: explain(error) };
			return false;
		} finally {
			this.busy = false;
		}
	}
}
