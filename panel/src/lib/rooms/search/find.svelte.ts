/** What the words typed find, as they are typed: the last question's answer is shown, never an earlier one's. */
import { api, take } from '$lib/api/client';
import type { components } from '$lib/api/schema';
import { isProblem } from '$lib/api/problem';
import { ticketNumber } from './marks';

type Schemas = components['schemas'];
export type Hit = Schemas['SearchHit'];

export class Find {
	hits = $state.raw<readonly Hit[]>([]);
	/** For which words the hits are; undefined while there are none to show. */
	shown = $state<string>();
	busy = $state(false);
	error = $state.raw<unknown>();
	/** The ticket of the number that was typed. */
	numbered = $state.raw<{ id: string; number: number; contact: string }>();
	#run = 0;

	constructor(private readonly org: () => string) {}

	async search(q: string): Promise<void> {
		const run = (this.#run += 1);
		this.error = undefined;
		this.numbered = undefined;
		if (q.length < 2) {
			this.hits = [];
			this.shown = undefined;
			this.busy = false;
			return;
		}
		this.busy = true;
		try {
			const number = ticketNumber(q);
			const [page, ticket] = await Promise.all([
				number ? undefined : this.#ask(q),
				number ? this.#ticket(number) : undefined
			]);
			if (run !== this.#run) return;
			this.hits = page?.items ?? [];
			this.numbered = ticket;
			this.shown = q;
		} catch (error) {
			if (run === this.#run) this.error = error;
		} finally {
			if (run === this.#run) this.busy = false;
		}
	}

	#ask(q: string) {
		return take(
			api.GET('/api/v1/organisations/{org}/search', {
				params: { path: { org: this.org() }, query: { q, limit: 20 } }
			})
		);
	}

	async #ticket(number: number) {
		const path = { org: this.org(), number };
		try {
			const found = await take(
				api.GET('/api/v1/organisations/{org}/tickets/number/{number}', { params: { path } })
			);
			return { id: found.id, number: found.number, contact: found.contact.name };
		} catch (error) {
			if (isProblem(error) && error.status === 404) return undefined;
			throw error;
		}
	}
}
